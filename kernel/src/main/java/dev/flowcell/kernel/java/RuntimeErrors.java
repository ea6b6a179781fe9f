package dev.flowcell.kernel.java;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInterruptedError;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A throwable as its cell shows it: the user's frames, causes, and nothing of the kernel's. */
final class RuntimeErrors {

  private static final int MOST_FRAMES = 12;
  private static final int MOST_CAUSES = 8;
  private static final int MOST_MESSAGE = 10_000;

  private static final String CELL = "REPL.$JShell$";
  private static final Pattern CELL_CLASS =
      Pattern.compile("REPL\\.\\$JShell\\$\\w+?(?:\\$(?<type>[A-Za-z_].*))?");
  private static final String TRACKED_CALL = "dev.flowcell.TrackedCall";
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(?<method>.+)\\$\\d+");
  private static final Pattern OURS =
      Pattern.compile(
          "dev\\.flowcell\\.|jdk\\.internal\\.|jdk\\.jshell\\.|java\\.lang\\.reflect\\.|"
              + "java\\.lang\\.Thread$|java\\.util\\.concurrent\\.(FutureTask|ThreadPoolExecutor)");

  private RuntimeErrors() {}

  static CellError describe(Throwable thrown) {
    Throwable shown = unwrapped(thrown);
    return describe(shown, name(shown), message(shown));
  }

  /** A throwable under another name and with another message. */
  static CellError describe(Throwable shown, String name, String message) {
    List<String> lines = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable each = shown;
        each != null && seen.add(each) && seen.size() <= MOST_CAUSES;
        each = cause(each)) {
      lines.add(
          each == shown
              ? headline(name, message)
              : "caused by " + headline(name(each), message(each)));
      addFrames(each, lines);
    }
    return new CellError(name, message, lines);
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown.getCause();
    boolean wrapper =
        thrown instanceof InvocationTargetException
            || thrown instanceof ExceptionInInitializerError;
    return wrapper && cause != null ? cause : thrown;
  }

  private static String headline(String name, String message) {
    return message.isEmpty() ? name : name + ": " + message;
  }

  private static String name(Throwable thrown) {
    String simple = thrown.getClass().getSimpleName();
    return simple.isEmpty() ? thrown.getClass().getSuperclass().getSimpleName() : simple;
  }

  /** The user may have written getMessage: whatever it does, the cell shows the rest. */
  private static String message(Throwable thrown) {
    try {
      String message = thrown.getLocalizedMessage();
      if (message == null) {
        return "";
      }
      return message.length() <= MOST_MESSAGE ? message : message.substring(0, MOST_MESSAGE) + " …";
    } catch (CellInterruptedError e) {
      throw e;
    } catch (Throwable e) {
      return "(its getMessage failed with " + e.getClass().getSimpleName() + ")";
    }
  }

  private static @Nullable Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable e) {
      return null;
    }
  }

  private static void addFrames(Throwable thrown, List<String> lines) {
    StackTraceElement[] trace = withoutWrappers(thrown.getStackTrace());
    List<StackTraceElement> cells = Arrays.stream(trace).filter(RuntimeErrors::inCell).toList();
    cells.stream().limit(MOST_FRAMES).forEach(frame -> lines.add("    at " + place(frame)));
    if (cells.size() > MOST_FRAMES) {
      lines.add("    … " + (cells.size() - MOST_FRAMES) + " more");
    }
    Arrays.stream(trace)
        .takeWhile(frame -> !inCell(frame))
        .filter(frame -> !frame.getClassName().startsWith(CELL))
        .filter(frame -> !OURS.matcher(frame.getClassName()).lookingAt())
        .limit(cells.isEmpty() ? MOST_FRAMES : 1)
        .forEach(frame -> lines.add((cells.isEmpty() ? "    at " : "    thrown by ") + frame));
  }

  /**
   * The trace without the two frames that stand around each tracked call: the wrapper that has the
   * task's name, and the lambda by which it calls what the user wrote.
   */
  private static StackTraceElement[] withoutWrappers(StackTraceElement[] trace) {
    BitSet kept = new BitSet();
    kept.set(0, trace.length);
    for (int i = 0; i < trace.length; i++) {
      if (trace[i].getClassName().equals(TRACKED_CALL)) {
        if (i + 1 < trace.length && inCell(trace[i + 1])) {
          kept.clear(i + 1);
        }
        int callee = i - 1;
        while (callee >= 0 && trace[callee].getClassName().startsWith("dev.flowcell.")) {
          callee--;
        }
        if (callee >= 0
            && inCell(trace[callee])
            && LAMBDA.matcher(trace[callee].getMethodName()).matches()) {
          kept.clear(callee);
        }
      }
    }
    return kept.stream().mapToObj(i -> trace[i]).toArray(StackTraceElement[]::new);
  }

  private static boolean inCell(StackTraceElement frame) {
    return frame.getClassName().startsWith(CELL) && frame.getLineNumber() > 0;
  }

  /** {@code cleanData (In [4]:3)}, or {@code In [4]:3} for code outside every method. */
  private static String place(StackTraceElement frame) {
    String where = frame.getFileName() + ":" + frame.getLineNumber();
    Matcher owner = CELL_CLASS.matcher(frame.getClassName());
    String type = owner.matches() && owner.group("type") != null ? owner.group("type") : "";
    String method = method(frame.getMethodName());
    if (type.isEmpty()) {
      return method.startsWith("do_it$") ? where : method + " (" + where + ")";
    }
    return type.replace('$', '.') + "." + method + " (" + where + ")";
  }

  private static String method(String name) {
    Matcher lambda = LAMBDA.matcher(name);
    return HiddenNames.strip(lambda.matches() ? lambda.group("method") : name);
  }
}
