package dev.flowcell.kernel.java.code;

import dev.flowcell.cell.CellSource;

/**
 * Java code as it is evaluated, and the cell it stands for. Lines are the cell's; columns too, but
 * for names that carry a suffix the user never wrote.
 */
public record CellCode(CellSource cell, String java) {

  /** How a stack trace names the cell. */
  public String file() {
    return cell.name();
  }

  /** The line of an offset, from 1. */
  public int line(int offset) {
    return (int) java.substring(0, clamp(offset)).chars().filter(c -> c == '\n').count() + 1;
  }

  /** The column of an offset as the user counts, from 1. */
  public int column(int offset) {
    int end = clamp(offset);
    String before = java.substring(java.lastIndexOf('\n', end - 1) + 1, end);
    return HiddenNames.strip(before).length() + 1;
  }

  /** A line of the cell as the user wrote it, or empty where the cell has no such line. */
  public String text(int line) {
    return cell.text().lines().skip(line - 1L).findFirst().orElse("");
  }

  private int clamp(int offset) {
    return Math.max(0, Math.min(offset, java.length()));
  }
}
