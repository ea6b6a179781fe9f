package dev.flowcell.kernel.jupyter;

import dev.flowcell.cell.CellError;
import io.github.spencerpark.jupyter.messages.publish.PublishError;
import io.github.spencerpark.jupyter.messages.reply.ErrorReply;
import java.util.ArrayList;
import java.util.List;

/** Errors of cells in the three shapes the messages have for them. */
final class Errors {

  private static final String BOLD_RED = "\u001B[1;31m";
  private static final String PLAIN = "\u001B[0m";

  private Errors() {}

  static PublishError publish(CellError error) {
    return new PublishError(error.name(), error.message(), traceback(error));
  }

  static ErrorReply reply(CellError error) {
    return new ErrorReply(error.name(), error.message(), traceback(error));
  }

  static ErrorReply reply(CellError error, int executionCount) {
    ErrorReply reply = reply(error);
    reply.setExecutionCount(executionCount);
    return reply;
  }

  /** What went wrong in the kernel itself, where a language or a handler should not have thrown. */
  static CellError of(Throwable thrown) {
    String message = thrown.getMessage();
    return CellError.of(thrown.getClass().getSimpleName(), message == null ? "" : message);
  }

  /** The lines with the error's name in bold red, readable on light and on dark; the rest plain. */
  private static List<String> traceback(CellError error) {
    if (error.traceback().isEmpty()) {
      return List.of(BOLD_RED + error.name() + PLAIN + ": " + error.message());
    }
    List<String> lines = new ArrayList<>(error.traceback());
    String first = lines.get(0);
    int at = first.indexOf(error.name());
    if (at >= 0) {
      int end = at + error.name().length();
      lines.set(0, first.substring(0, at) + BOLD_RED + error.name() + PLAIN + first.substring(end));
    }
    return lines;
  }
}
