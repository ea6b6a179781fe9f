package dev.flowcell.kernel.app;

import dev.flowcell.flow.Durations;
import dev.flowcell.render.RunJson;
import dev.flowcell.render.RunView;
import dev.flowcell.run.FlowRun;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flowcell runs}: the flow runs, newest first. */
@Command(name = "runs", description = "Lists flow runs, newest first.")
final class RunsCommand extends StoreCommand {

  private static final int SHOWN = 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final Clock clock;

  @Option(names = "--flow", paramLabel = "FLOW", description = "of this flow only")
  private @Nullable String flow;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "in these states only, such as Failed,TimedOut")
  private List<String> states = List.of();

  @Option(names = "--tag", paramLabel = "TAG", description = "with this tag only")
  private @Nullable String tag;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "created since a day such as 2026-11-01, or within a time such as 12h or 7d")
  private @Nullable String since;

  @Option(
      names = "--grep",
      paramLabel = "TEXT",
      description = "whose id, flow, parameters or notebook hold this text")
  private @Nullable String text;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "how many at most (" + SHOWN + ", or all as JSON)")
  private @Nullable Integer limit;

  RunsCommand(Map<String, String> environment, Properties system, Clock clock) {
    super(environment, system);
    this.clock = clock;
  }

  @Override
  void run(RunStore store, PrintWriter out) throws IOException, Refused {
    int most = limit == null ? (isJson() ? Integer.MAX_VALUE : SHOWN) : limit;
    if (most < 1) {
      throw new Refused("--limit takes a number from 1, not " + most);
    }
    FlowRunQuery query =
        FlowRunQuery.newest(most).ofFlow(flow).inStates(states).tagged(tag).holding(text);
    List<FlowRun> runs = store.flowRuns(since == null ? query : query.createdFrom(start(since)));
    if (isJson()) {
      RunJson.print(out, json -> json.runs(runs));
    } else if (runs.isEmpty()) {
      out.println("No such runs.");
    } else {
      print(runs, out);
    }
  }

  private Instant start(String time) throws Refused {
    try {
      return LocalDate.parse(time).atStartOfDay(clock.getZone()).toInstant();
    } catch (DateTimeParseException e) {
      // then it is to be a duration
    }
    try {
      return clock.instant().minus(Durations.parse(time));
    } catch (IllegalArgumentException e) {
      throw new Refused("--since takes a day such as 2026-11-01 or a time such as 12h or 7d");
    }
  }

  private void print(List<FlowRun> runs, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("RUN", "FLOW", "STATE", "CREATED", "DURATION", "PARAMETERS", "NOTEBOOK"));
    runs.forEach(run -> rows.add(row(run)));
    TextTable.print(rows, width(), out);
  }

  private List<String> row(FlowRun run) {
    return List.of(
        run.shortId(),
        TextTable.oneLine(run.flow()),
        run.state().name(),
        TIME.format(run.createdAt().atZone(clock.getZone())),
        RunView.duration(run.duration(clock.instant())),
        TextTable.oneLine(
            run.parameters().entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining(", "))),
        TextTable.oneLine(run.notebook()));
  }
}
