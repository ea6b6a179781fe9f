package dev.flowcell.kernel.java.assist;

import dev.flowcell.kernel.java.errors.CompilerWords;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a type of Java's is at first sight: how it is declared, and what to get from it. */
final class TypeHeads {

  private static final Pattern OF_JAVA = Pattern.compile("javax?\\.[\\w.]+");
  private static final Pattern UNSAID =
      Pattern.compile("\\b(?:static|abstract(?= (?:static )?interface)) ");
  private static final int MOST_NAMES = 12;

  private TypeHeads() {}

  /** Below the signature that only names such a type; empty for any other signature. */
  static Optional<String> of(String signature) {
    String name = Signature.withoutTypeArguments(signature);
    return OF_JAVA.matcher(name).matches() ? type(name).map(TypeHeads::told) : Optional.empty();
  }

  /** A type within another is named with dots. */
  private static Optional<Class<?>> type(String name) {
    try {
      return Optional.of(Class.forName(name, false, ClassLoader.getPlatformClassLoader()));
    } catch (ClassNotFoundException e) {
      String inner = name.replaceFirst("(?<=\\.[A-Z]\\w{0,99})\\.(?=[A-Z]\\w*$)", "\\$");
      return inner.equals(name) ? Optional.empty() : type(inner);
    } catch (LinkageError e) {
      return Optional.empty();
    }
  }

  private static String told(Class<?> type) {
    return Stream.of(declaration(type), statics(type), count(type))
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String declaration(Class<?> type) {
    List<String> parts = new ArrayList<>();
    parts.add(UNSAID.matcher(type.toGenericString()).replaceAll(""));
    if (saysItsSuperclass(type)) {
      parts.add("extends " + type.getGenericSuperclass().getTypeName());
    }
    String interfaces =
        Arrays.stream(type.getGenericInterfaces())
            .map(java.lang.reflect.Type::getTypeName)
            .collect(Collectors.joining(", "));
    if (!interfaces.isEmpty()) {
      parts.add((type.isInterface() ? "extends " : "implements ") + interfaces);
    }
    return CompilerWords.shortTypes(String.join(" ", parts)).replace('$', '.');
  }

  private static boolean saysItsSuperclass(Class<?> type) {
    Class<?> above = type.getSuperclass();
    return above != null
        && above != Object.class
        && Modifier.isPublic(above.getModifiers())
        && !type.isEnum()
        && !type.isRecord();
  }

  private static String statics(Class<?> type) {
    List<String> names =
        publicMethods(type)
            .filter(method -> Modifier.isStatic(method.getModifiers()))
            .map(Method::getName)
            .distinct()
            .sorted()
            .toList();
    String told = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : "static: " + told + (names.size() > MOST_NAMES ? ", …" : "");
  }

  private static String count(Class<?> type) {
    Constructor<?>[] constructors = type.getConstructors();
    long methods = publicMethods(type).count();
    return Stream.of(counted(constructors.length, "constructor"), counted(methods, "method"))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String counted(long count, String what) {
    return count == 0 ? "" : count + " " + what + (count == 1 ? "" : "s");
  }

  private static Stream<Method> publicMethods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
  }
}
