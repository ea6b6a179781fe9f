package dev.flowcell.kernel.java;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * Makes room when a cell has filled the heap and its variables keep it full, so that the error can
 * be told and the next cell runs. Guarded by the evaluator's lock.
 */
final class HeapRelief {

  private static final int RESERVE_BYTES = 2 << 20;

  private static final int SMALL_TEXT = 1_000;

  /** Below this part of the heap nothing useful runs any more. */
  private static final double ENOUGH_FREE = 0.15;

  private final JShell jshell;
  private final ClassLoader loader;

  @SuppressWarnings("UnusedVariable") // it is there to be let go
  private volatile byte @Nullable [] reserve = new byte[RESERVE_BYTES];

  HeapRelief(JShell jshell, ClassLoader loader) {
    this.jshell = jshell;
    this.loader = loader;
  }

  /** The first thing to do; needs no memory itself. */
  void releaseReserve() {
    reserve = null;
  }

  /**
   * Clears variables until there is room again, those that the code names first.
   *
   * @return what to tell the user, or empty where nothing had to be cleared
   */
  Optional<String> relieve(String code) {
    List<String> cleared = new ArrayList<>();
    if (isFull()) {
      cleared.addAll(clear(name -> names(code, name)));
    }
    if (isFull()) {
      cleared.addAll(clear(name -> true));
    }
    reserve = new byte[RESERVE_BYTES];
    return cleared.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The memory was full: "
                + String.join(", ", cleared)
                + (cleared.size() == 1 ? " is null now." : " are null now."));
  }

  /** Lets go of what a variable holds; whether that may have made room. */
  boolean clear(VarSnippet variable) {
    try {
      String owner = jshell.sourceCodeAnalysis().wrapper(variable).fullClassName();
      Field field = loader.loadClass(owner).getDeclaredField(variable.name());
      if (field.getType().isPrimitive()) {
        return false;
      }
      field.setAccessible(true);
      if (isSmall(field.get(null))) {
        return false;
      }
      field.set(null, null);
      return true;
    } catch (ReflectiveOperationException | LinkageError e) {
      return false; // it never got a value
    }
  }

  private static boolean isSmall(@Nullable Object value) {
    return value == null
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof Enum
        || (value instanceof String text && text.length() < SMALL_TEXT);
  }

  private List<String> clear(Predicate<String> name) {
    return jshell
        .variables()
        .filter(variable -> name.test(variable.name()) && clear(variable))
        .map(VarSnippet::name)
        .distinct()
        .toList();
  }

  private static boolean names(String code, String name) {
    return Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])").matcher(code).find();
  }

  @SuppressWarnings("SystemGc") // the free memory that counts is what is left behind a collection
  private static boolean isFull() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    return runtime.maxMemory() - used < ENOUGH_FREE * runtime.maxMemory();
  }
}
