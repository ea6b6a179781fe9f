package dev.flowcell.kernel.java.errors;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stack trace that the user's code prints, one after the other, as an error of a
 * cell shows them: the user's frames by their cells, none of the kernel's. Not thread-safe.
 */
public final class PrintedTrace {

  /** {@link StackTraceElement#toString}, as {@link Throwable#printStackTrace} prints it. */
  private static final Pattern FRAME =
      Pattern.compile(
          "(?<indent>\\t+at )(?:[^(]*/)?(?<class>[^(]+)\\.(?<method>[^.(]+)"
              + "\\((?<file>.*?)(?::(?<line>\\d+))?\\)");

  private @Nullable StackTraceElement previous;

  /** What to print for a line; empty where it is nothing to the user. */
  public Optional<String> line(String printed) {
    Matcher matcher = FRAME.matcher(printed);
    if (!matcher.matches()) {
      previous = null;
      return Optional.of(printed);
    }
    String line = matcher.group("line");
    StackTraceElement frame =
        new StackTraceElement(
            matcher.group("class"),
            matcher.group("method"),
            matcher.group("file"),
            line == null ? -1 : Integer.parseInt(line));
    boolean shown = !RuntimeErrors.isOurs(frame) && !RuntimeErrors.isWrapper(frame, previous);
    previous = frame;
    return shown
        ? Optional.of(
            RuntimeErrors.inCell(frame)
                ? matcher.group("indent") + RuntimeErrors.place(frame)
                : printed)
        : Optional.empty();
  }
}
