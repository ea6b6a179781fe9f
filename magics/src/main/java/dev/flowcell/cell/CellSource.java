package dev.flowcell.cell;

/**
 * The source of one cell as it was sent, or of a file that a cell loads.
 *
 * @param id the cell's id in its notebook, or empty where the client sends none
 * @param number the execution count, the {@code 4} of {@code In [4]}
 * @param text the whole text, magic lines included, lines separated by {@code \n}
 * @param file what errors call it where it is no cell of the notebook; empty for one
 */
public record CellSource(String id, int number, String text, String file) {

  /** A cell of the notebook. */
  public CellSource(String id, int number, String text) {
    this(id, number, text, "");
  }

  /** What errors and stack traces call it, such as {@code In [4]} or {@code helper.java}. */
  public String name() {
    return file.isEmpty() ? "In [" + number + "]" : file;
  }

  /** A cell with the same place and another text. */
  public CellSource withText(String newText) {
    return new CellSource(id, number, newText, file);
  }

  /** What a file says that the cell loads. */
  public CellSource loading(String loaded, String name) {
    return new CellSource(id, number, loaded, name);
  }
}
