package dev.flowcell.kernel.java;

import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * System.out, System.err and System.in while the kernel runs: what is printed goes to a sink at
 * once, what is read comes from the cell's input.
 */
public final class CapturedStreams implements AutoCloseable {

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final InputStream in = System.in;

  private CapturedStreams() {}

  /**
   * Replaces the three streams until this is closed.
   *
   * @param sink takes text as it is printed, on the thread that prints it
   * @param input the input of the cell that runs now, such as {@code cell::input}
   */
  public static CapturedStreams install(
      BiConsumer<CellOutput.Stream, String> sink, Supplier<CellInput> input) {
    return new CapturedStreams();
  }

  /** Puts the former streams back. */
  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
    System.setIn(in);
  }
}
