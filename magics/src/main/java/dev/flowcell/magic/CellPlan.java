package dev.flowcell.magic;

import dev.flowcell.flow.Definition;
import dev.flowcell.magic.syntax.Arguments;
import dev.flowcell.magic.syntax.CellScanner.Item;
import dev.flowcell.magic.syntax.CellScanner.MagicLine;
import dev.flowcell.magic.syntax.JavaMember;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cell does, in order. Made before anything runs, so that a mistake in a magic line runs
 * nothing. Immutable.
 *
 * @param whole the magic that stands over the whole cell and runs the steps, or null
 */
record CellPlan(List<Step> steps, @Nullable UseMagic whole) {

  CellPlan {
    steps = List.copyOf(steps);
  }

  /** A part of the cell's work. Places are the cell's. */
  sealed interface Step {}

  /** Evaluates the Java between two places; what is declared there is wrapped. */
  record EvaluateJava(int from, int to, List<Declared> declared) implements Step {}

  /** Runs the statements between two places as a run of a cell task or cell flow. */
  record RunCellBody(Definition definition, int from, int to) implements Step {}

  /** Uses a magic; {@code arguments} are empty where its line is Java. */
  record UseMagic(Magic magic, MagicLine line, String verb, Arguments arguments) implements Step {}

  /** Runs what stands between two places, once the pieces of Java in its first line are known. */
  record RunInterpolated(MagicLine line) implements Step {}

  /**
   * A method that is a task or flow from now on, or is one no more.
   *
   * @param definition null where it is declared without a word, so that it is an ordinary method
   */
  record Declared(Item item, JavaMember.Method method, @Nullable Definition definition) {}
}
