package dev.flowcell.testing;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.Evaluation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** An evaluator for tests that evaluate nothing; it describes what is thrown. */
public final class UnusedEvaluator implements CellEvaluator {

  private final Function<Throwable, CellError> description;

  /** Describes what is thrown with a place in a cell. */
  public UnusedEvaluator() {
    this(UnusedEvaluator::withPlace);
  }

  public UnusedEvaluator(Function<Throwable, CellError> description) {
    this.description = description;
  }

  @Override
  public Evaluation evaluate(CellSource cell, String java) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> variableType(String name) {
    return Optional.empty();
  }

  @Override
  public CellError describe(Throwable thrown) {
    return description.apply(thrown);
  }

  private static CellError withPlace(Throwable thrown) {
    String name = thrown.getClass().getSimpleName();
    String message = String.valueOf(thrown.getMessage());
    return new CellError(name, message, List.of(name + ": " + message, "    at In [4]:2"));
  }
}
