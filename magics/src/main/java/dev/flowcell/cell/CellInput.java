package dev.flowcell.cell;

import java.io.IOException;

/** Asks the person in front of the notebook for a line. */
public interface CellInput {

  /** Input for a place where nobody can answer: every request fails with a clear text. */
  CellInput NONE =
      (prompt, password) -> {
        throw new IOException(
            "this cell asked for input, but nobody can answer here (the client does not allow"
                + " stdin); pass the value as a parameter instead");
      };

  /**
   * Waits for a line.
   *
   * @param password whether what is typed is hidden
   * @return the line without its line end
   * @throws IOException where no answer can come
   * @throws InterruptedException when the cell is interrupted while it waits
   */
  String readLine(String prompt, boolean password) throws IOException, InterruptedException;
}
