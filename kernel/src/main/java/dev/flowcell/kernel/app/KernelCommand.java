package dev.flowcell.kernel.app;

import dev.flowcell.Settings;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.kernel.jupyter.JupyterKernel;
import dev.flowcell.kernel.jupyter.KernelInfo;
import dev.flowcell.kernel.jupyter.SessionFiles;
import dev.flowcell.parameter.Parameters;
import dev.flowcell.secret.Secrets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code flowcell kernel FILE}: what {@code kernel.json} starts. */
@Command(
    name = "kernel",
    description = "Runs the kernel that a Jupyter client connects to.",
    mixinStandardHelpOptions = true)
final class KernelCommand implements Callable<Integer> {

  /** For closing the store, where the client is gone. */
  private static final long GRACE_MILLIS = 10_000;

  @CommandLine.Parameters(
      paramLabel = "FILE",
      description = "the connection file that the client wrote")
  private Path connectionFile;

  @Override
  public Integer call() throws Exception {
    run(connectionFile);
    return 0;
  }

  /** Runs the kernel until its client shuts it down. */
  static void run(Path connectionFile) throws Exception {
    Parameters parameters = new Parameters(Map.of(), System.getenv());
    Settings settings = Settings.from(System.getenv(), System.getProperties());
    Secrets secrets = Secrets.from(System.getenv(), settings.home());
    SessionFiles sessions =
        SessionFiles.in(settings.home().resolve("history"), secrets.redaction()::redact);
    try (NotebookSession session = NotebookSession.open(settings, parameters, secrets);
        JupyterKernel kernel =
            JupyterKernel.start(connectionFile, session.language(), info(), sessions)) {
      Runtime.getRuntime().addShutdownHook(new Thread(kernel::exited, "jupyter-exited"));
      session.warmUp();
      session.session().workInBackground(CellOutput.NONE);
      ParentProcess.of(System.getenv()).ifPresent(parent -> endWith(parent, kernel));
      kernel.awaitShutdown();
    }
  }

  /** The second one is for a kernel that a full heap keeps from closing. */
  private static void endWith(ParentProcess parent, JupyterKernel kernel) {
    parent.whenGone(kernel::close, KernelCommand::haltSoon);
  }

  private static void haltSoon() {
    try {
      Thread.sleep(GRACE_MILLIS);
    } catch (InterruptedException e) {
      // then at once
    }
    Runtime.getRuntime().halt(1);
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
