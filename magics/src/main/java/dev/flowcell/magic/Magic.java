package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.magic.syntax.UsageException;
import java.util.List;

/** One magic; {@link StandardMagics} lists them. Immutable. */
interface Magic {

  /** The word behind the {@code %}. */
  String name();

  /** Names that other kernels have for it; they mean the same. */
  default List<String> otherNames() {
    return List.of();
  }

  /** What it is for, in one line. */
  String summary();

  /** The ways to use it; what parsing, help and completion read. */
  List<Usage> usages();

  /** Lines that show it in use, or empty. */
  default String example() {
    return "";
  }

  /** Whether it also stands over a whole cell, as {@code %%name}. */
  default boolean isCellMagic() {
    return takesText();
  }

  /** Whether it stands on a line of its own, as {@code %name}. */
  default boolean isLineMagic() {
    return true;
  }

  /** Whether the rest of its line is Java, not words and options. */
  default boolean takesJava() {
    return false;
  }

  /** Whether the rest of its line is text of its own, not words and options of ours. */
  default boolean takesLine() {
    return false;
  }

  /** Whether what stands below it, as {@code %%name}, is text and no Java. */
  default boolean takesText() {
    return false;
  }

  /** Whether, without a verb, it declares what stands below it. */
  default boolean declares() {
    return false;
  }

  /** Does what one line asks; a {@link UsageException} becomes the error of the cell. */
  CellResult run(MagicCall call);
}
