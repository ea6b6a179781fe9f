package dev.flowcell.kernel.java.code;

import jdk.jshell.Snippet;

/** A snippet at an offset of the code it was evaluated with. */
public record Place(Snippet snippet, CellCode code, int offset) {

  /** The line of the cell, from 1, of a position in the snippet's source. */
  public int line(int sourcePosition) {
    return code.line(offset + sourcePosition);
  }
}
