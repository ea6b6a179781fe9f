package dev.flowcell.cell;

/**
 * The source of one cell as it was sent.
 *
 * @param id the cell's id in its notebook, or empty where the client sends none
 * @param number the execution count, the {@code 4} of {@code In [4]}
 * @param text the whole text, magic lines included, lines separated by {@code \n}
 */
public record CellSource(String id, int number, String text) {

  /** A cell with the same place and another text. */
  public CellSource withText(String newText) {
    return new CellSource(id, number, newText);
  }
}
