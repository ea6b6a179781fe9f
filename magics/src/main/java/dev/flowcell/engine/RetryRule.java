package dev.flowcell.engine;

import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.run.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which failures are tried again, by {@code --retry-on}: those that are, or have as a cause, one of
 * the exceptions it names, and those that one of its methods says yes to. Thread-safe.
 */
final class RetryRule {

  private static final int MOST_CAUSES = 32;

  private final CellEvaluator evaluator;
  private final NotebookMethods methods;
  private final RunLog log;

  RetryRule(CellEvaluator evaluator, NotebookMethods methods, RunLog log) {
    this.evaluator = evaluator;
    this.methods = methods;
    this.log = log;
  }

  /** Whether what an attempt of the run threw is worth another one. */
  boolean isRetried(ActiveRun run, Throwable thrown) {
    List<String> entries = run.definition.retry().retryOn();
    if (entries.isEmpty()) {
      return thrown instanceof Exception;
    }
    List<Throwable> chain = withCauses(thrown);
    return entries.stream()
        .anyMatch(
            entry ->
                RetryPolicy.isCondition(entry)
                    ? saysYes(run, entry, thrown)
                    : chain.stream().anyMatch(each -> isA(each, entry)));
  }

  private boolean saysYes(ActiveRun run, String method, Throwable thrown) {
    try {
      return methods.isWorthRetrying(run.definition, method, thrown);
    } catch (CellErrorException e) {
      log.logged(run, Level.ERROR, RunLog.OURS, e.error().message());
    } catch (Exception e) {
      String failure = evaluator.describe(e).traceback().get(0);
      log.logged(run, Level.ERROR, RunLog.OURS, "--retry-on " + method + " failed: " + failure);
    }
    return false;
  }

  private boolean isA(Throwable thrown, String name) {
    Optional<Class<?>> type = evaluator.type(name);
    return type.isPresent() ? type.get().isInstance(thrown) : isCalled(thrown, name);
  }

  private static boolean isCalled(Throwable thrown, String name) {
    for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
      if (name.equals(type.getName())
          || name.equals(type.getCanonicalName())
          || name.equals(type.getSimpleName())) {
        return true;
      }
    }
    return false;
  }

  /** It and its causes; their {@code getCause} is user code and may go round in circles. */
  private static List<Throwable> withCauses(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    Throwable each = thrown;
    while (each != null && chain.size() < MOST_CAUSES) {
      chain.add(each);
      try {
        each = each.getCause();
      } catch (RuntimeException e) {
        each = null;
      }
    }
    return chain;
  }
}
