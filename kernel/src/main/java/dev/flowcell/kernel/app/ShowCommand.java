package dev.flowcell.kernel.app;

import dev.flowcell.render.RunJson;
import dev.flowcell.render.RunView;
import dev.flowcell.render.report.Report;
import dev.flowcell.run.RunTree;
import dev.flowcell.store.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flowcell show RUN}: a flow run with its tasks, states and attempts. */
@Command(name = "show", description = "Shows a flow run with its tasks, states and attempts.")
final class ShowCommand extends StoreCommand {

  private final Clock clock;

  @Parameters(
      paramLabel = "RUN",
      description = "the run's id or the end of it, or a flow for its last run")
  private String run;

  @Option(
      names = "--html",
      paramLabel = "OUT.html",
      description = "where the run is written as a page of its own")
  private @Nullable Path html;

  ShowCommand(Map<String, String> environment, Properties system, Clock clock) {
    super(environment, system);
    this.clock = clock;
  }

  @Override
  void run(RunStore store, PrintWriter out) throws IOException, Refused {
    RunTree tree = find(store, run);
    if (html != null) {
      Instant now = clock.instant();
      Files.writeString(html, Report.of(tree, now, "Flowcell " + Version.current()));
    }
    if (isJson()) {
      RunJson.print(out, json -> json.tree(tree));
    } else {
      out.println(RunView.render(withoutLines(tree), clock.instant()).text());
    }
  }

  /** Lines are for {@code flowcell logs}. */
  private static RunTree withoutLines(RunTree tree) {
    return new RunTree(
        tree.flow(),
        tree.tasks(),
        tree.subflows().stream().map(ShowCommand::withoutLines).toList(),
        List.of());
  }
}
