package dev.flowcell.kernel.java.errors;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Frames of Java's own code as users know it: by the methods they call. */
final class JavaFrames {

  private static final Pattern OF_JAVA = Pattern.compile("(?:javax?|jdk|com\\.sun|sun)\\..*");

  /** Methods that call what the user hands to them: the error is not theirs. */
  private static final Pattern CALLS_BACK =
      Pattern.compile(
          "java\\.util\\.stream\\..*|.*\\.(?:forEach|removeIf|replaceAll|compute\\w*|merge|map|ifPresent)");

  private JavaFrames() {}

  static boolean isOfJava(StackTraceElement frame) {
    return OF_JAVA.matcher(frame.getClassName()).matches();
  }

  /**
   * The method that was called, by the name it is documented under.
   *
   * @param library what stands between the throw and the user's code, the throw first
   */
  static String called(List<StackTraceElement> library) {
    List<StackTraceElement> own =
        library.stream().takeWhile(frame -> isOfJava(frame) && !callsBack(frame)).toList();
    List<StackTraceElement> frames = own.isEmpty() ? library : own;
    return name(frames.get(frames.size() - 1));
  }

  private static boolean callsBack(StackTraceElement frame) {
    return CALLS_BACK.matcher(frame.getClassName() + "." + frame.getMethodName()).matches();
  }

  /** {@code java.util.Iterator.next} for the method of a hidden class that is an iterator. */
  private static String name(StackTraceElement frame) {
    String written = frame.toString().replaceFirst("^[^(]*/", "");
    if (frame.getMethodName().equals("<init>")) {
      return "new " + written.replaceFirst("\\.<init>", "");
    }
    return hidden(frame.getClassName())
        .flatMap(type -> documented(type, frame.getMethodName()))
        .map(type -> type.getName() + "." + frame.getMethodName())
        .orElse(written);
  }

  private static Optional<Class<?>> hidden(String name) {
    try {
      Class<?> type = Class.forName(name, false, ClassLoader.getPlatformClassLoader());
      return Modifier.isPublic(type.getModifiers()) ? Optional.empty() : Optional.of(type);
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** The nearest public type above that has the method; an interface before a class. */
  private static Optional<Class<?>> documented(Class<?> hidden, String method) {
    List<Class<?>> having =
        above(hidden).stream()
            .filter(type -> Modifier.isPublic(type.getModifiers()))
            .filter(
                type ->
                    Arrays.stream(type.getMethods()).map(Method::getName).anyMatch(method::equals))
            .toList();
    return having.stream()
        .filter(Class::isInterface)
        .findFirst()
        .or(() -> having.stream().findFirst());
  }

  private static List<Class<?>> above(Class<?> type) {
    List<Class<?>> all = new ArrayList<>();
    Deque<Class<?>> next = new ArrayDeque<>(List.of(type));
    while (!next.isEmpty()) {
      Class<?> each = next.poll();
      all.add(each);
      next.addAll(Arrays.asList(each.getInterfaces()));
      Optional.<Class<?>>ofNullable(each.getSuperclass()).ifPresent(next::add);
    }
    return all;
  }
}
