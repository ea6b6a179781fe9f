package dev.flowcell.kernel.app;

import dev.flowcell.render.LogText;
import dev.flowcell.render.RunJson;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.store.LogPage;
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

  private static final int MOST_AT_ONCE = 10_000;

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

  @Option(names = "--limit", paramLabel = "N", description = "how many at most, the newest (all)")
  private int limit = Integer.MAX_VALUE;

  @Option(names = "--follow", description = "go on with the lines to come, until the run has ended")
  private boolean follow;

  LogsCommand(Map<String, String> environment, Properties system, Clock clock) {
    super(environment, system);
    this.clock = clock;
  }

  @Override
  void run(RunStore store, PrintWriter out) throws IOException, Refused {
    FlowRun wanted = run == null ? null : find(store, run).flow();
    String id = wanted == null ? null : wanted.id();
    if (limit < 1) {
      throw new Refused("--limit takes a number from 1, not " + limit);
    }
    LogQuery query = new LogQuery(id, text, level, limit);
    if (follow) {
      follow(store, query, out);
      return;
    }
    List<LogLine> lines = store.logs(query);
    if (isJson()) {
      RunJson.print(out, json -> json.lines(lines));
    } else {
      print(lines, store, out);
    }
  }

  private void follow(RunStore store, LogQuery query, PrintWriter out) throws IOException, Refused {
    if (isJson()) {
      throw new Refused("--json prints what there is; --follow goes on: take one of them");
    }
    LogQuery[] next = {query};
    follow(
        store,
        () -> {
          // asked before its lines: those that come in between are read with them
          boolean goesOn = goesOn(store, query.flowRunId());
          LogPage page = store.logPage(next[0]);
          print(page.lines(), store, out);
          out.flush();
          next[0] = new LogQuery(query.flowRunId(), text, level, MOST_AT_ONCE).after(page.last());
          return goesOn || page.lines().size() == MOST_AT_ONCE;
        });
  }

  private static boolean goesOn(RunStore store, @Nullable String flowRunId) {
    return flowRunId == null
        || store.flowRun(flowRunId).stream().noneMatch(run -> run.state().type().isTerminal());
  }

  private void print(List<LogLine> lines, RunStore store, PrintWriter out) {
    LogText.of(lines, store::find, clock.getZone()).forEach(out::println);
  }
}
