package dev.flowcell.cell;

/**
 * Something that a cell has declared and that stands still.
 *
 * @param name without parameters; overloads of a method are declarations of their own
 * @param source as the evaluator was given it
 */
public record Declaration(Kind kind, String name, String source) {

  /** What can be declared. */
  public enum Kind {
    METHOD,
    TYPE,
    VARIABLE
  }
}
