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
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flowcell show RUN}: a flow run with its tasks, states and attempts. */
@Command(name = "show", description = "Shows a flow run with its tasks, states and attempts.")
final class ShowCommand extends StoreCommand {

  /** Goes up so many lines of a terminal and clears all below (ECMA-48, CUU and ED). */
  private static final String AGAIN = "\u001b[%dA\u001b[J";

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

  @Option(names = "--follow", description = "show it at every change until it has ended")
  private boolean follow;

  ShowCommand(Map<String, String> environment, Properties system, Clock clock) {
    super(environment, system);
    this.clock = clock;
  }

  @Override
  void run(RunStore store, PrintWriter out) throws IOException, Refused {
    RunTree found = find(store, run);
    RunTree tree = follow ? followed(store, found, out) : found;
    if (html != null) {
      Instant now = clock.instant();
      Files.writeString(html, Report.of(tree, now, "Flowcell " + Version.current()));
    }
    if (isJson()) {
      RunJson.print(out, json -> json.tree(tree));
    } else if (!follow) {
      out.println(text(tree));
    }
  }

  /** Shows a run as it goes on, again and again in the same place where that is a terminal. */
  private RunTree followed(RunStore store, RunTree begun, PrintWriter out)
      throws IOException, Refused {
    String id = Objects.requireNonNull(begun.flow()).id();
    RunTree[] last = {begun};
    String[] shown = {""};
    follow(
        store,
        () -> {
          last[0] = store.find(id).orElse(last[0]);
          boolean goesOn = !Objects.requireNonNull(last[0].flow()).state().type().isTerminal();
          if (!isJson() && (isTerminal() || !goesOn)) {
            String text = text(last[0]);
            out.print(AGAIN.formatted(shown[0].lines().count()).repeat(shown[0].isEmpty() ? 0 : 1));
            out.println(text);
            out.flush();
            shown[0] = text;
          }
          return goesOn;
        });
    return last[0];
  }

  private String text(RunTree tree) {
    return RunView.render(withoutLines(tree), clock.instant()).text();
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
