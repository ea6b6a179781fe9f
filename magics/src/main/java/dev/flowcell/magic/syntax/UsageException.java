package dev.flowcell.magic.syntax;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellSource;
import java.util.ArrayList;
import java.util.List;

/** A magic or annotation that says something it cannot say, with the place of the bad word. */
public final class UsageException extends RuntimeException {

  /** The name of the error that a cell shows for it. */
  static final String NAME = "UsageError";

  private static final long serialVersionUID = 1L;

  private final String message;
  private final int start;
  private final int end;
  private final String hint;

  /** An error at a place of the cell. */
  public UsageException(String message, int start, int end) {
    this(message, start, end, "");
  }

  /**
   * An error at a place of the cell.
   *
   * @param hint one more line below, such as what there is; may be empty
   */
  public UsageException(String message, int start, int end, String hint) {
    super(message, null, false, false);
    this.message = message;
    this.start = start;
    this.end = end;
    this.hint = hint;
  }

  /** The error as its cell shows it: the line, and a caret under the word. */
  public CellError in(CellSource cell) {
    String text = cell.text();
    int lineStart = start;
    while (lineStart > 0 && !CellScanner.isLineEnd(text.charAt(lineStart - 1))) {
      lineStart--;
    }
    int lineEnd = start;
    while (lineEnd < text.length() && !CellScanner.isLineEnd(text.charAt(lineEnd))) {
      lineEnd++;
    }
    long line = text.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
    List<String> shown = new ArrayList<>();
    shown.add(NAME + ": " + message);
    shown.add(cell.name() + ", line " + line + ":");
    shown.add("    " + text.substring(lineStart, lineEnd));
    // Tabs stay tabs, so that the caret stands below its word however wide they are.
    String before = text.substring(lineStart, start).replaceAll("[^\t]", " ");
    shown.add("    " + before + "^".repeat(Math.max(1, Math.min(end, lineEnd) - start)));
    if (!hint.isEmpty()) {
      shown.add(hint);
    }
    return new CellError(NAME, message, shown);
  }
}
