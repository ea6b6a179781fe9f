package dev.flowcell.kernel.jupyter;

/**
 * Places in code: Jupyter counts Unicode characters, a Java string counts chars, and the two differ
 * behind every character outside the basic plane, such as an emoji. A place outside the code is
 * taken for its nearer end.
 */
final class Cursor {

  private Cursor() {}

  /** The index into the string at a position of Jupyter's. */
  static int toIndex(String code, int position) {
    int length = code.codePointCount(0, code.length());
    return code.offsetByCodePoints(0, Math.max(0, Math.min(position, length)));
  }

  /** Jupyter's position of an index into the string. */
  static int toPosition(String code, int index) {
    return code.codePointCount(0, Math.max(0, Math.min(index, code.length())));
  }
}
