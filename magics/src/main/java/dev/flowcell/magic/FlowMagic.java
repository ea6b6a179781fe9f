package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.flow.Flow;
import dev.flowcell.render.RunView;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code %flow}: makes methods and statements flows, and tells of their runs. */
final class FlowMagic implements Magic {

  private static final int HISTORY = 20;
  private static final int LINES = 1000;
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter LINE_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private static final List<Usage> USAGES =
      List.of(
          DeclarationOptions.FLOW,
          Usage.of("list", "", "the flows of this session"),
          Usage.of(
              "history",
              "[FLOW]",
              "the runs of this and earlier sessions, newest first",
              Option.of("limit", "N", "how many at most (" + HISTORY + ")")),
          Usage.of("show", "[RUN]", "a run with its tasks, states and logs; the last one"),
          Usage.of(
              "logs",
              "[RUN]",
              "log lines of a run, or of all, newest last",
              Option.of("grep", "TEXT", "lines that hold this text"),
              Option.choice(
                  "level",
                  "L",
                  "lines of this level and graver",
                  Arrays.stream(Level.values()).map(Level::name).toList())),
          Usage.later("run"),
          Usage.later("plan"),
          Usage.later("resume"),
          Usage.later("graph"),
          Usage.later("cancel"),
          Usage.later("schedule"));

  @Override
  public String name() {
    return "flow";
  }

  @Override
  public String summary() {
    return "makes a method, or statements, a flow, and tells of flow runs";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public String example() {
    return """
        %flow
        void examAnalysis() {
            reportResults(cleanData(loadData()));
        }""";
  }

  @Override
  public boolean isCellMagic() {
    return true;
  }

  @Override
  public boolean declares() {
    return true;
  }

  @Override
  public CellResult run(MagicCall call) {
    RunStore store = call.context().store();
    store.flush(Duration.ofSeconds(2));
    return switch (call.verb()) {
      case "list" -> list(call, store);
      case "history" -> history(call, store);
      case "show" -> show(call, store);
      default -> logs(call, store);
    };
  }

  private static CellResult list(MagicCall call, RunStore store) {
    List<Flow> flows = call.context().definitions().flows();
    if (flows.isEmpty()) {
      return call.text("No flows yet: write %flow above a method.");
    }
    return call.value(
        DefinitionTexts.table(
            flows,
            flow -> last(store, flow.name()).map(run -> run.state().name()).orElse(Texts.NOTHING)));
  }

  private static CellResult history(MagicCall call, RunStore store) {
    @Nullable String flow = call.word().map(Arguments.Given::text).orElse(null);
    int limit = call.arguments().count("limit", 1).orElse(HISTORY);
    List<FlowRun> runs = store.flowRuns(new FlowRunQuery(flow, limit));
    if (runs.isEmpty()) {
      return call.text("No runs yet" + (flow == null ? "." : " of " + flow + "."));
    }
    Instant now = call.context().clock().instant();
    ZoneId zone = call.context().clock().getZone();
    return call.value(
        Texts.table(
            List.of("Run", "Flow", "State", "Started", "Duration", "Parameters", "Notebook"),
            runs.stream().map(run -> row(run, now, zone)).toList()));
  }

  private static List<String> row(FlowRun run, Instant now, ZoneId zone) {
    return List.of(
        run.shortId(),
        run.flow(),
        run.state().name(),
        DAY_AND_TIME.format(run.createdAt().atZone(zone)),
        RunView.duration(run.duration(now)),
        run.parameters().entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
            .collect(Collectors.joining(", ")),
        run.notebook());
  }

  private static CellResult show(MagicCall call, RunStore store) {
    RunTree tree =
        call.word()
            .map(run -> find(run, store))
            .or(() -> last(store, null).flatMap(run -> store.find(run.id())))
            .orElseThrow(() -> call.wrong("no flow has run yet"));
    return new CellResult.Value(RunView.render(tree, call.context().clock().instant()));
  }

  /** A run by its id or the end of it, or the last run of the flow of that name. */
  private static RunTree find(Arguments.Given run, RunStore store) {
    try {
      return store
          .find(run.text())
          .or(() -> last(store, run.text()).flatMap(last -> store.find(last.id())))
          .orElseThrow(
              () ->
                  run.wrong("there is no run '" + run.text() + "'; %flow history lists the runs"));
    } catch (IllegalArgumentException e) {
      throw run.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<FlowRun> last(RunStore store, @Nullable String flow) {
    return store.flowRuns(new FlowRunQuery(flow, 1)).stream().findFirst();
  }

  private static CellResult logs(MagicCall call, RunStore store) {
    @Nullable String run =
        call.word().map(word -> find(word, store).flow()).map(FlowRun::id).orElse(null);
    Level level = call.arguments().choice("level", Level.values()).orElse(Level.TRACE);
    @Nullable String text = call.arguments().text("grep").orElse(null);
    List<LogLine> lines = store.logs(new LogQuery(run, text, level, LINES));
    if (lines.isEmpty()) {
      return call.text("No such log lines.");
    }
    Map<String, String> names = names(lines, store);
    ZoneId zone = call.context().clock().getZone();
    List<String> shown = new ArrayList<>();
    if (lines.size() == LINES) {
      shown.add("… the last " + LINES + " lines; --grep, --level or a RUN say which others");
    }
    lines.forEach(line -> shown.add(text(line, names, zone)));
    return call.text(String.join("\n", shown));
  }

  private static String text(LogLine line, Map<String, String> names, ZoneId zone) {
    String id = line.taskRunId() == null ? line.flowRunId() : line.taskRunId();
    String attempt = line.attempt() > 1 ? " (attempt " + line.attempt() + ")" : "";
    return "%s %-5s %s%s | %s"
        .formatted(
            LINE_TIME.format(line.at().atZone(zone)),
            line.level(),
            id == null ? Texts.NOTHING : names.getOrDefault(id, "task outside a flow"),
            attempt,
            line.message());
  }

  /** The names of the runs that wrote the lines, by id. */
  private static Map<String, String> names(List<LogLine> lines, RunStore store) {
    Map<String, String> names = new HashMap<>();
    for (LogLine line : lines) {
      if (line.flowRunId() != null && !names.containsKey(line.flowRunId())) {
        store.find(line.flowRunId()).ifPresent(tree -> putNames(names, tree));
      }
    }
    return names;
  }

  private static void putNames(Map<String, String> names, RunTree tree) {
    FlowRun flow = tree.flow();
    if (flow != null) {
      names.put(flow.id(), flow.flow() + " " + flow.shortId());
    }
    for (TaskRun task : tree.tasks()) {
      names.put(task.id(), task.task() + "-" + task.number());
    }
    tree.subflows().forEach(subflow -> putNames(names, subflow));
  }
}
