package dev.flowcell.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.Evaluation;
import dev.flowcell.kernel.java.shell.CompiledClasses;
import dev.flowcell.kernel.java.shell.KnownSnippets;
import dev.flowcell.kernel.java.shell.SymbolTables;
import dev.flowcell.kernel.java.shell.TypeIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A notebook's session for tests: runs cells one behind the other. */
public final class Cells implements AutoCloseable {

  /** Long enough for a slow machine, and never waited for where the code behaves. */
  static final Duration GRACE = Duration.ofSeconds(30);

  public final List<Object> displayed = Collections.synchronizedList(new ArrayList<>());
  public final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  public final JavaEvaluator evaluator;
  private int number;

  public Cells(String... imports) {
    this(GRACE, imports);
  }

  Cells(Duration grace, String... imports) {
    evaluator = new JavaEvaluator(List.of(imports), displayed::add, notes::add, grace);
  }

  public Evaluation run(String code) {
    return run(code, code);
  }

  /** Runs generated code for a cell of that text. */
  public Evaluation run(String text, String java) {
    return evaluator.evaluate(new CellSource("", ++number, text), java);
  }

  /** The value of a cell that has to have one. */
  public @Nullable Object value(String code) {
    Evaluation evaluation = run(code);
    assertThat(evaluation).isInstanceOf(Evaluation.Value.class);
    return ((Evaluation.Value) evaluation).value();
  }

  /** The error of a cell that has to fail. */
  public CellError error(String code) {
    return error(run(code));
  }

  public static CellError error(Evaluation evaluation) {
    assertThat(evaluation).isInstanceOf(Evaluation.Failed.class);
    return ((Evaluation.Failed) evaluation).error();
  }

  public CompiledClasses compiled() {
    return evaluator.compiled;
  }

  public KnownSnippets known() {
    return evaluator.known;
  }

  public SymbolTables symbols() {
    return evaluator.symbols;
  }

  public TypeIndex types() {
    return evaluator.types;
  }

  /** What a stack trace shows for the last cell that ran. */
  public String place(int line) {
    return "In [" + number + "]:" + line;
  }

  /** What errors call the last cell that ran. */
  public String name() {
    return "In [" + number + "]";
  }

  @Override
  public void close() {
    evaluator.close();
  }
}
