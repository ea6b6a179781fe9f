package dev.flowcell.kernel.java.errors;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.kernel.java.code.CellClassNames;
import dev.flowcell.kernel.java.code.HiddenNames;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.EmptyStackException;
import java.util.IdentityHashMap;
import java.util.InputMismatchException;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A throwable as its cell shows it: the user's frames, causes, and nothing of the kernel's. */
public final class RuntimeErrors {

  private static final int MOST_FRAMES = 12;
  private static final int MOST_CAUSES = 8;
  private static final int MOST_MESSAGE = 10_000;

  /** What java.util throws without a message, and what it means by that. */
  private static final Map<Class<?>, String> WORDLESS =
      Map.ofEntries(
          Map.entry(InputMismatchException.class, "what was read is not of the kind asked for"),
          Map.entry(
              UnsupportedOperationException.class,
              "what List.of, Map.of and Arrays.asList make cannot be changed so: make a copy that"
                  + " can, as with new ArrayList<>(…)"),
          Map.entry(
              ConcurrentModificationException.class,
              "a collection was changed while something went through it"),
          Map.entry(NoSuchElementException.class, "there is no element, or none any more"),
          Map.entry(EmptyStackException.class, "the stack is empty"),
          Map.entry(NullPointerException.class, "null cannot be given here"),
          Map.entry(TimeoutException.class, "it took longer than was to be waited"),
          Map.entry(CancellationException.class, "what was waited for has been cancelled"));

  private static final Pattern CELL_CLASS =
      CellClassNames.pattern("\\w+?(?:\\$(?<type>[A-Za-z_].*))?");
  private static final String TRACKED_CALL = "dev.flowcell.TrackedCall";

  private static final Pattern CAST =
      Pattern.compile(
          "class (?<from>\\S+) cannot be cast to class (?<to>\\S+)(?: \\(.*)?", Pattern.DOTALL);
  private static final Pattern LAMBDA = Pattern.compile("lambda\\$(?<method>.+)\\$\\d+");
  private static final Pattern OURS =
      Pattern.compile(
          "dev\\.flowcell\\.|jdk\\.internal\\.|jdk\\.jshell\\.|java\\.lang\\.reflect\\.|"
              + "java\\.lang\\.Thread$|java\\.util\\.concurrent\\.(FutureTask|ThreadPoolExecutor)");

  private RuntimeErrors() {}

  /** A throwable by its own name and with its own message. */
  public static CellError describe(Throwable thrown) {
    Throwable shown = unwrapped(thrown);
    return describe(shown, name(shown), message(shown));
  }

  /** A throwable under another name and with another message. */
  public static CellError describe(Throwable shown, String name, String message) {
    List<String> lines = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable each = shown;
        each != null && seen.add(each) && seen.size() <= MOST_CAUSES;
        each = cause(each)) {
      lines.add(
          each == shown
              ? headline(name, message)
              : "caused by " + headline(name(each), message(each)));
      addFrames(each.getStackTrace(), each == shown && isWrapper(each), lines);
      addSuppressed(each, lines);
    }
    if (message.isEmpty()) {
      ofJava(shown).ifPresent(lines::add);
    }
    return new CellError(name, message, lines);
  }

  /**
   * That a cell was interrupted, and which of its lines was being run.
   *
   * @param trace where its thread was, the innermost call first
   */
  public static CellError interrupted(StackTraceElement[] trace) {
    CellError error = CellError.interrupted();
    List<String> lines = new ArrayList<>(error.traceback());
    addFrames(trace, true, lines);
    return new CellError(error.name(), error.message(), lines);
  }

  /** What an exception means that a class of java.util throws without a word. */
  private static Optional<String> ofJava(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .findFirst()
        .filter(top -> top.getClassName().startsWith("java.util."))
        .map(top -> WORDLESS.get(thrown.getClass()));
  }

  /** What closing a resource threw after the exception that ended its block, each in a line. */
  private static void addSuppressed(Throwable thrown, List<String> lines) {
    Arrays.stream(thrown.getSuppressed())
        .limit(MOST_CAUSES)
        .forEach(
            also -> {
              lines.add("    also thrown: " + headline(name(also), message(also)));
              Arrays.stream(also.getStackTrace())
                  .filter(RuntimeErrors::inCell)
                  .findFirst()
                  .ifPresent(frame -> lines.add("        at " + place(frame)));
            });
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
        return thrown instanceof StackOverflowError
            ? "calls went too deep: does the recursion end?"
            : "";
      }
      return message.length() <= MOST_MESSAGE
          ? readable(thrown, message)
          : message.substring(0, MOST_MESSAGE) + " …";
    } catch (CellInterruptedError e) {
      throw e;
    } catch (Throwable e) {
      return "(its getMessage failed with " + e.getClass().getSimpleName() + ")";
    }
  }

  /** Variables and types by the names their cell gave them. */
  private static String readable(Throwable thrown, String message) {
    String named = CellClassNames.readable(message);
    Matcher cast = CAST.matcher(named);
    if (thrown instanceof ClassCastException && cast.matches()) {
      String from = cast.group("from");
      String to = cast.group("to");
      return from.equals(to)
          ? "this " + from + " is from before its cell ran again; make it anew"
          : CompilerWords.shortTypes(from + " cannot be cast to " + to);
    }
    return thrown instanceof NullPointerException && named.contains("System.console()\" is null")
        ? named + "; a notebook asks with new Scanner(System.in), readLine or readPassword"
        : named;
  }

  private static @Nullable Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable e) {
      return null;
    }
  }

  /** Whether it only carries what another thread threw. */
  private static boolean isWrapper(Throwable thrown) {
    return (thrown instanceof CompletionException || thrown instanceof ExecutionException)
        && cause(thrown) != null;
  }

  private static void addFrames(StackTraceElement[] whole, boolean cellsOnly, List<String> lines) {
    StackTraceElement[] trace = withoutWrappers(whole);
    List<StackTraceElement> cells = Arrays.stream(trace).filter(RuntimeErrors::inCell).toList();
    List<String> places = places(cells);
    places.stream().limit(MOST_FRAMES).forEach(place -> lines.add("    at " + place));
    if (places.size() > MOST_FRAMES) {
      lines.add("    … " + (places.size() - MOST_FRAMES) + " more");
    }
    if (cellsOnly) {
      return;
    }
    List<StackTraceElement> library =
        Arrays.stream(trace)
            .takeWhile(frame -> !inCell(frame))
            .filter(frame -> !CellClassNames.isOfCell(frame.getClassName()))
            .filter(frame -> !isOurs(frame))
            .toList();
    if (cells.isEmpty()) {
      library.stream()
          .limit(MOST_FRAMES)
          .forEach(frame -> lines.add("    at " + withoutModule(frame)));
    } else if (!library.isEmpty()) {
      StackTraceElement top = library.get(0);
      lines.add(
          "    thrown by "
              + (JavaFrames.isOfJava(top) ? JavaFrames.called(library) : withoutModule(top)));
    }
  }

  private static String withoutModule(StackTraceElement frame) {
    return frame.toString().replaceFirst("^[^(]*/", "");
  }

  /** Where the calls went; the same place again and again only once. */
  private static List<String> places(List<StackTraceElement> cells) {
    List<String> places = new ArrayList<>();
    for (int i = 0, times; i < cells.size(); i += times) {
      StackTraceElement frame = cells.get(i);
      times = 1;
      while (i + times < cells.size() && place(cells.get(i + times)).equals(place(frame))) {
        times++;
      }
      places.add(place(frame) + (times > 2 ? " (" + times + " times)" : ""));
    }
    return places;
  }

  private static StackTraceElement[] withoutWrappers(StackTraceElement[] trace) {
    return IntStream.range(0, trace.length)
        .filter(i -> !isWrapper(trace[i], i == 0 ? null : trace[i - 1]))
        .mapToObj(i -> trace[i])
        .toArray(StackTraceElement[]::new);
  }

  /**
   * Whether it is one of the two frames that stand around each tracked call: the wrapper that has
   * the task's name, and the lambda by which it calls what the user wrote.
   *
   * @param called the frame before it, or null for the first
   */
  static boolean isWrapper(StackTraceElement frame, @Nullable StackTraceElement called) {
    if (called == null || !inCell(frame)) {
      return false;
    }
    String written = called.getMethodName();
    Matcher lambda = LAMBDA.matcher(frame.getMethodName());
    return called.getClassName().equals(TRACKED_CALL)
        || (lambda.matches()
            && !HiddenNames.strip(written).equals(written)
            && HiddenNames.strip(written).equals(HiddenNames.strip(lambda.group("method"))));
  }

  /** Whether it is of the kernel, or of Java below it. */
  static boolean isOurs(StackTraceElement frame) {
    return OURS.matcher(frame.getClassName()).lookingAt();
  }

  static boolean inCell(StackTraceElement frame) {
    return CellClassNames.isOfCell(frame.getClassName()) && frame.getLineNumber() > 0;
  }

  /** {@code cleanData (In [4]:3)}, or {@code In [4]:3} for code outside every method. */
  static String place(StackTraceElement frame) {
    String where = frame.getFileName() + ":" + frame.getLineNumber();
    Matcher owner = CELL_CLASS.matcher(frame.getClassName());
    String type = owner.matches() && owner.group("type") != null ? owner.group("type") : "";
    String method = method(frame.getMethodName());
    if (type.isEmpty()) {
      return method.startsWith("do_it$") ? where : method + " (" + where + ")";
    }
    String readable = type.replace('$', '.');
    return switch (method) {
      case "<init>" -> "new " + readable + " (" + where + ")";
      case "<clinit>" -> readable + ", static (" + where + ")";
      default -> readable + "." + method + " (" + where + ")";
    };
  }

  private static String method(String name) {
    Matcher lambda = LAMBDA.matcher(name);
    return HiddenNames.strip(lambda.matches() ? lambda.group("method") : name);
  }
}
