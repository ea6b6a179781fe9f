package dev.flowcell.engine;

import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Hooks;
import dev.flowcell.run.Level;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls the methods that {@code --on-failure}, {@code --on-completion} and {@code --on-cancel}
 * name, once, when their run has ended. What they write is the run's; that they fail changes
 * nothing but its log. Thread-safe.
 */
final class Followers {

  /** What is cancelled is to be over soon, whatever is still called for it. */
  private static final Duration MOST_AFTER_CANCEL = Duration.ofMillis(400);

  private final NotebookMethods methods;
  private final RunLog log;
  private final CellEvaluator evaluator;

  Followers(NotebookMethods methods, RunLog log, CellEvaluator evaluator) {
    this.methods = methods;
    this.log = log;
    this.evaluator = evaluator;
  }

  /**
   * Calls what follows that end, on the run's thread.
   *
   * @throws CellInterruptedError when the user interrupts it
   */
  void call(ActiveRun run, Ending<?> ending) {
    Hooks hooks = run.definition.hooks();
    switch (ending.state().type()) {
      case COMPLETED -> call(run, "--on-completion", hooks.onCompletion(), ending.result());
      case FAILED -> call(run, "--on-failure", hooks.onFailure(), ending.thrown());
      case CANCELLED -> hooks.onCancel().ifPresent(name -> callAside(run, name, ending.thrown()));
      default -> {}
    }
  }

  private void call(ActiveRun run, String option, Optional<String> name, @Nullable Object value) {
    name.ifPresent(method -> call(run, option, method, value));
  }

  /** The run's own thread is being stopped, perhaps with its caller: code there would not run. */
  private void callAside(ActiveRun run, String method, @Nullable Throwable thrown) {
    Thread thread =
        new Thread(() -> call(run, "--on-cancel", method, thrown), run.definition.name());
    thread.setDaemon(true);
    run.followedBy(thread);
    thread.start();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(MOST_AFTER_CANCEL.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void call(ActiveRun run, String option, String method, @Nullable Object value) {
    Definition definition = run.definition;
    try {
      methods.follow(definition, option, method, value);
    } catch (CellInterruptedError e) {
      throw e;
    } catch (CellErrorException e) {
      log.logged(run, Level.ERROR, RunLog.OURS, e.error().message());
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      String failure = String.join("\n", evaluator.describe(e).traceback());
      log.logged(run, Level.ERROR, RunLog.OURS, option + " " + method + " failed: " + failure);
    } finally {
      log.unended(run);
    }
  }
}
