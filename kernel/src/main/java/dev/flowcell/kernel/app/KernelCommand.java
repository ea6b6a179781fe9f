package dev.flowcell.kernel.app;

import dev.flowcell.Session;
import dev.flowcell.Settings;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.kernel.java.CapturedStreams;
import dev.flowcell.kernel.java.JavaEvaluator;
import dev.flowcell.kernel.jupyter.JupyterKernel;
import dev.flowcell.kernel.jupyter.KernelInfo;
import dev.flowcell.magic.CellRunner;
import dev.flowcell.magic.MagicContext;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.jdbc.RunStores;
import dev.flowcell.store.results.Results;
import dev.flowcell.store.results.ValueCodec;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flowcell kernel FILE}: what {@code kernel.json} starts. */
@Command(
    name = "kernel",
    description = "Runs the kernel that a Jupyter client connects to.",
    mixinStandardHelpOptions = true)
final class KernelCommand implements Callable<Integer> {

  /**
   * What every cell sees beside JShell's own imports. Single names where a star would take too
   * much: a cell's own import of the same simple name wins over them.
   */
  private static final List<String> IMPORTS =
      List.of(
          "static dev.flowcell.Flowcell.*",
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

  @Parameters(paramLabel = "FILE", description = "the connection file that the client wrote")
  private Path connectionFile;

  @Override
  @SuppressWarnings("try") // the streams are captured as long as the kernel runs
  public Integer call() throws Exception {
    // No picture of ours needs a screen, and a cell's AWT code must not look for one.
    System.setProperty("java.awt.headless", "true");
    Clock clock = Clock.systemDefaultZone();
    Settings settings = Settings.from(System.getenv(), System.getProperties());
    CurrentCell cell = new CurrentCell(new ProcessOutput(System.out, System.err));
    RunStore store =
        RunStores.open(
            settings.home(),
            settings.database(),
            notice -> cell.output().print(CellOutput.Stream.STDERR, notice + "\n"));
    try (store;
        JavaEvaluator java =
            new JavaEvaluator(
                IMPORTS,
                dev.flowcell.Flowcell::display,
                note -> cell.output().print(CellOutput.Stream.STDERR, note));
        Session session =
            Session.open(
                cell,
                java,
                store,
                clock,
                settings.notebook(),
                new Results(
                    settings.results(),
                    RESULTS_LIMIT,
                    settings.resultsAge(),
                    new ValueCodec(java::type)));
        CapturedStreams streams = CapturedStreams.install(session.engine()::printed, cell::input)) {
      Runtime.getRuntime().addShutdownHook(new Thread(store::close, "flowcell-last-writes"));
      CellRunner cells = new CellRunner(context(session));
      try (JupyterKernel kernel =
          JupyterKernel.start(connectionFile, new NotebookLanguage(session, java, cells), info())) {
        warmUp(java, session);
        ParentProcess.of(System.getenv()).ifPresent(parent -> parent.whenGone(kernel::close));
        kernel.awaitShutdown();
      }
    }
    return 0;
  }

  /** Beside the client's first questions, which need no compiler. */
  private static void warmUp(JavaEvaluator java, Session session) {
    Runnable both =
        () -> {
          java.warmUp();
          session.warmUp();
        };
    Thread thread = new Thread(both, "flowcell-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static MagicContext context(Session session) {
    return new MagicContext(
        session.engine(),
        session.definitions(),
        session.store(),
        session.evaluator(),
        session.cell(),
        session.renderers(),
        session.clock(),
        Version.current());
  }

  private static KernelInfo info() {
    String banner =
        "Flowcell "
            + Version.current()
            + ", Java "
            + Runtime.version().feature()
            + ": %task and %flow turn methods into pipelines. %help says more.";
    Map<String, String> help = new LinkedHashMap<>();
    help.put("Java API", "https://docs.oracle.com/en/java/javase/17/docs/api/index.html");
    help.put("Tablesaw", "https://jtablesaw.github.io/tablesaw/");
    return new KernelInfo("flowcell", Version.current(), banner, help);
  }
}
