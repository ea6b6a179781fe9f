package dev.flowcell.kernel.app;

import dev.flowcell.Settings;
import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.render.RunJson;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.StateType;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.RunStoreException;
import dev.flowcell.store.jdbc.RunStores;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flowcell resume RUN}: runs what a flow run did not complete, without Jupyter. */
@Command(
    name = "resume",
    description = {
      "Runs what a flow run did not complete, and takes over the rest.",
      "Its notebook is loaded for what it declares; the flows that its cells call are not called."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the new run is Completed",
      "1:it is not, or could not be begun",
      "2:the command line was not understood"
    })
final class ResumeCommand implements Callable<Integer> {

  private final Map<String, String> environment;
  private final Properties system;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN",
      description = "the run's id or the end of it, or a flow for its last run")
  private String wanted;

  @Option(
      names = "--from",
      paramLabel = "TASK",
      description = "runs this task again, and what came after its first call")
  private @Nullable String from;

  @Option(names = "--json", description = "prints the new run as JSON")
  private boolean json;

  ResumeCommand(Map<String, String> environment, Properties system) {
    this.environment = environment;
    this.system = system;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      FlowRun run = find();
      Path file = Path.of(run.notebook());
      if (run.notebook().isEmpty() || !Files.isRegularFile(file)) {
        throw new StoreCommand.Refused(
            run.shortId() + " can't be resumed without its notebook '" + run.notebook() + "'");
      }
      NotebookFolder folder = new NotebookFolder(system);
      Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent());
      if (!folder.isCurrent(parent)) {
        return folder.again(parent, spec.commandLine().getParent().getParseResult().originalArgs());
      }
      return resume(run, file);
    } catch (StoreCommand.Refused | RunStoreException e) {
      say(String.valueOf(e.getMessage()));
      return 1;
    }
  }

  private FlowRun find() throws StoreCommand.Refused {
    Settings settings = Settings.from(environment, system);
    try (RunStore store = RunStores.open(settings.home(), settings.database(), this::say)) {
      return Objects.requireNonNull(StoreCommand.find(store, wanted).flow());
    }
  }

  private int resume(FlowRun run, Path file) throws IOException {
    Settings settings = Settings.from(environment, system);
    PrintWriter out = spec.commandLine().getOut();
    CellOutput console = new ProcessOutput(System.err, System.err);
    try (LoadedNotebook notebook = LoadedNotebook.of(file, settings, environment)) {
      if (!notebook.faults().isEmpty()) {
        notebook.faults().forEach(this::say);
        return 1;
      }
      String line = "%flow resume " + run.id() + (from == null ? "" : " --from " + from);
      CellResult result = notebook.run(line, console);
      FlowRun resumed = resumed(notebook.session().store(), run);
      if (result instanceof CellResult.Failed failed) {
        CellError error = failed.error();
        (resumed == null ? List.of(error.message()) : error.traceback()).forEach(this::say);
      }
      if (resumed == null) {
        return 1;
      }
      if (json) {
        RunJson.print(out, to -> to.run(resumed));
      } else {
        out.println(
            "%s  %s %s".formatted(resumed.state().name(), resumed.flow(), resumed.shortId()));
      }
      out.flush();
      return resumed.state().type() == StateType.COMPLETED ? 0 : 1;
    }
  }

  private static @Nullable FlowRun resumed(RunStore store, FlowRun run) {
    List<FlowRun> last = store.flowRuns(FlowRunQuery.newest(1).ofFlow(run.flow()).roots());
    return last.stream().filter(each -> run.id().equals(each.resumes())).findFirst().orElse(null);
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
