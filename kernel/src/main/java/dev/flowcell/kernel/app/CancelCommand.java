package dev.flowcell.kernel.app;

import dev.flowcell.render.RunJson;
import dev.flowcell.run.FlowRun;
import dev.flowcell.store.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flowcell cancel RUN}: asks the process that runs a flow to end it. */
@Command(
    name = "cancel",
    description = "Asks the kernel that runs a flow to end it; what it runs is Cancelled.")
final class CancelCommand extends StoreCommand {

  @Parameters(
      paramLabel = "RUN",
      description = "the run's id or the end of it, or a flow for its last run")
  private String run;

  CancelCommand(Map<String, String> environment, Properties system) {
    super(environment, system);
  }

  @Override
  void run(RunStore store, PrintWriter out) throws IOException, Refused {
    FlowRun wanted = Objects.requireNonNull(find(store, run).flow());
    String name = wanted.flow() + " " + wanted.shortId();
    if (wanted.state().type().isTerminal()) {
      throw new Refused(name + " has ended: " + wanted.state().name());
    }
    store.requestCancel(wanted.id());
    if (isJson()) {
      RunJson.print(out, json -> json.run(wanted));
    } else {
      out.println(name + " is asked to end.");
    }
  }
}
