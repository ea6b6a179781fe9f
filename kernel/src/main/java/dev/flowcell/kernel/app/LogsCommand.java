package dev.flowcell.kernel.app;

import dev.flowcell.render.LogText;
import dev.flowcell.render.RunJson;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flowcell logs [RUN]}: log lines, newest last. */
@Command(name = "logs", description = "Prints the log lines of a run, or of all, newest last.")
final class LogsCommand extends StoreCommand {

  private final Clock clock;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      description = "the run's id or the end of it, or a flow for its last run")
  private @Nullable String run;

  @Option(names = "--grep", paramLabel = "TEXT", description = "lines that hold this text")
  private @Nullable String text;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "lines of this level and graver: ${COMPLETION-CANDIDATES}")
  private Level level = Level.TRACE;

  LogsCommand(Map<String, String> environment, Properties system, Clock clock) {
    super(environment, system);
    this.clock = clock;
  }

  @Override
  void run(RunStore store, PrintWriter out) throws IOException, Refused {
    FlowRun wanted = run == null ? null : find(store, run).flow();
    String id = wanted == null ? null : wanted.id();
    List<LogLine> lines = store.logs(new LogQuery(id, text, level, Integer.MAX_VALUE));
    if (isJson()) {
      RunJson.print(out, json -> json.lines(lines));
    } else {
      LogText.of(lines, store::find, clock.getZone()).forEach(out::println);
    }
  }
}
