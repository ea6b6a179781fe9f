package dev.flowcell.kernel.java.errors;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;

/** What may be meant by the call of a method that nobody has declared. */
final class MeantMethods {

  /** Methods of Java's own that are called without their class, each kind with where it is. */
  private static final List<Owner> OWNERS =
      List.of(
          new Owner(Math.class, ".*"),
          new Owner(Integer.class, "parseInt"),
          new Owner(Double.class, "parseDouble"),
          new Owner(Long.class, "parseLong"),
          new Owner(Boolean.class, "parseBoolean"),
          new Owner(Character.class, "is(?:Digit|Letter|LetterOrDigit|UpperCase|LowerCase)"));

  private static final List<String> PACKAGES =
      List.of("", "java.lang.", "java.util.function.", "java.util.", "java.util.concurrent.");

  private MeantMethods() {}

  /** Such as {@code Math.max}. */
  static Optional<String> ofJava(String name) {
    return OWNERS.stream()
        .filter(owner -> owner.has(name))
        .findFirst()
        .map(owner -> owner.type.getSimpleName() + "." + name);
  }

  /**
   * Such as {@code fn.apply(…)} for a variable that holds a function.
   *
   * @param known what can be written behind a piece of code
   */
  static Optional<String> ofVariable(
      String name, SourceCodeAnalysis analysis, Function<String, List<String>> known) {
    return Optional.ofNullable(analysis.analyzeType(name, name.length()))
        .flatMap(MeantMethods::typeOfJava)
        .flatMap(MeantMethods::onlyMethod)
        .map(method -> method.getName() + (method.getParameterCount() == 0 ? "()" : "("))
        .filter(call -> known.apply(name + ".").contains(call))
        .map(call -> name + "." + call.replaceFirst("\\($", "(…)"));
  }

  /** A type by the name that JShell shows: without its package, where that is imported. */
  private static Optional<Class<?>> typeOfJava(String shown) {
    String name = shown.replaceFirst("<.*", "");
    return PACKAGES.stream().flatMap(each -> type(each + name).stream()).findFirst();
  }

  private static Optional<Class<?>> type(String name) {
    try {
      return Optional.of(Class.forName(name, false, ClassLoader.getPlatformClassLoader()));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  private static Optional<Method> onlyMethod(Class<?> type) {
    List<Method> all =
        Arrays.stream(type.getMethods())
            .filter(method -> type.isInterface() && Modifier.isAbstract(method.getModifiers()))
            .filter(method -> !isOfObject(method))
            .toList();
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  private static boolean isOfObject(Method method) {
    return Arrays.stream(Object.class.getMethods())
        .anyMatch(each -> each.getName().equals(method.getName()));
  }

  private record Owner(Class<?> type, String methods) {

    boolean has(String name) {
      return Pattern.matches(methods, name)
          && Arrays.stream(type.getMethods())
              .anyMatch(
                  method -> method.getDeclaringClass() == type && method.getName().equals(name));
    }
  }
}
