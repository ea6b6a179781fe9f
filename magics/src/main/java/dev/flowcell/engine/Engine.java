package dev.flowcell.engine;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.flow.Definition;
import dev.flowcell.run.Level;
import dev.flowcell.run.RunListener;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns calls into runs. Thread-safe. */
public final class Engine {

  private final CurrentCell cell;

  /**
   * An engine for one session.
   *
   * @param cell where runs are started and output goes
   * @param listener is told of everything that happens
   * @param describe how a cell shows what user code threw
   */
  public Engine(
      CurrentCell cell,
      RunListener listener,
      Clock clock,
      Sleeper sleeper,
      Function<Throwable, CellError> describe) {
    this(cell, listener, clock, sleeper, describe, "");
  }

  /**
   * An engine for a session whose notebook is known.
   *
   * @param notebook the notebook's file, as flow runs name it
   */
  public Engine(
      CurrentCell cell,
      RunListener listener,
      Clock clock,
      Sleeper sleeper,
      Function<Throwable, CellError> describe,
      String notebook) {
    this.cell = cell;
  }

  /** Where the calling thread's run, or else the current cell, shows its output. */
  public CellOutput output() {
    return cell.output();
  }

  /** A new id: unique over all stores, ordered by time. */
  public String newId() {
    return "";
  }

  /**
   * Runs a body as a run of its task or flow, with its attempts, on the calling thread.
   *
   * @param body the user's code; null stands for no value
   * @return what the body returned
   * @throws Exception what the last attempt threw, unchanged
   */
  public <R extends @Nullable Object> R call(
      Definition definition, List<? extends @Nullable Object> arguments, Callable<R> body)
      throws Exception {
    return body.call();
  }

  /** Cancels every run: the one that goes on ends, none is tried again, waits end at once. */
  public void cancelAll() {}

  /** Tells that the cell has ended: what it printed and shows is brought up to date. */
  public void endCell() {}

  /** Prints at once to the cell of the calling thread's run, and keeps the lines in its log. */
  public void printed(CellOutput.Stream stream, String text) {
    cell.output().print(stream, text);
  }

  /**
   * Writes a line into the log of the calling thread's run.
   *
   * @return whether the thread is inside a run, so that the line was taken
   */
  public boolean log(Level level, String logger, String message) {
    return false;
  }
}
