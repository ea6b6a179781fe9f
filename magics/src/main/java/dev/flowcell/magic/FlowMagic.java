package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.flow.Flow;
import dev.flowcell.magic.syntax.Arguments;
import dev.flowcell.magic.syntax.Option;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.render.LogText;
import dev.flowcell.render.RunGraph;
import dev.flowcell.render.RunView;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.StateType;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code %flow}: makes methods and statements flows, and tells of their runs. */
final class FlowMagic implements Magic {

  private static final int HISTORY = 20;
  private static final int LINES = 1000;
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private static final List<Usage> USAGES =
      List.of(
          DeclarationOptions.FLOW,
          Usage.of("list", "", "the flows of this session"),
          FlowCall.USAGE,
          FlowPlan.USAGE,
          Usage.of(
              "history",
              "[FLOW]",
              "the runs of this and earlier sessions, newest first",
              Option.of("limit", "N", "how many at most (" + HISTORY + ")")),
          FlowShow.USAGE,
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
          Usage.of("cancel", "[RUN]", "ends a run that goes on, here or elsewhere; the only one"),
          Usage.of(
              "resume",
              "[RUN]",
              "runs what a run did not complete, and takes over the rest; the last such run",
              Option.of(
                  "from", "TASK", "runs this task again, and what came after its first call")),
          Usage.of("graph", "[RUN]", "which task runs were given whose results; of the last run"),
          FlowSchedule.USAGE);

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
      case "run" -> new FlowCall(call).run();
      case "plan" -> new FlowPlan(call).plan();
      case "history" -> history(call, store);
      case "show" -> new FlowShow(call, asked(call, store)).show();
      case "graph" -> value(RunGraph.render(asked(call, store)));
      case "cancel" -> cancel(call, store);
      case "schedule" -> new FlowSchedule(call, store).schedule();
      case "resume" -> new FlowResume(call, store).resume();
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
        fileName(run.notebook()));
  }

  /** Where the file lies is nothing for a table that is handed on with the notebook. */
  private static String fileName(String notebook) {
    return notebook.substring(1 + Math.max(notebook.lastIndexOf('/'), notebook.lastIndexOf('\\')));
  }

  private static CellResult value(MimeBundle bundle) {
    return new CellResult.Value(bundle);
  }

  /** The run that the line names, or else the last one. */
  private static RunTree asked(MagicCall call, RunStore store) {
    return call.word()
        .map(run -> find(run, store))
        .or(() -> last(store, null).flatMap(run -> store.find(run.id())))
        .orElseThrow(() -> call.wrong("no flow has run yet"));
  }

  /** A run by its id or the end of it, or the last run of the flow of that name. */
  static RunTree find(Arguments.Given run, RunStore store) {
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

  private static CellResult cancel(MagicCall call, RunStore store) {
    FlowRun run =
        call.word()
            .map(word -> Objects.requireNonNull(find(word, store).flow()))
            .orElseGet(() -> onlyOne(call, store));
    if (run.state().type().isTerminal()) {
      return call.text(
          "%s %s has ended: %s".formatted(run.flow(), run.shortId(), run.state().name()));
    }
    store.requestCancel(run.id());
    return call.text("%s %s is asked to end.".formatted(run.flow(), run.shortId()));
  }

  private static FlowRun onlyOne(MagicCall call, RunStore store) {
    List<FlowRun> goOn =
        Arrays.stream(StateType.values())
            .filter(type -> !type.isTerminal())
            .flatMap(type -> store.flowRuns(new FlowRunQuery(null, type.name(), HISTORY)).stream())
            .filter(run -> run.parentId() == null)
            .toList();
    if (goOn.isEmpty()) {
      throw call.wrong("no flow runs now");
    }
    if (goOn.size() > 1) {
      throw call.wrong(
          "several flows run now: %s; say which"
              .formatted(
                  goOn.stream()
                      .map(run -> run.flow() + " " + run.shortId())
                      .collect(Collectors.joining(", "))));
    }
    return goOn.get(0);
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
    ZoneId zone = call.context().clock().getZone();
    List<String> shown = new ArrayList<>();
    if (lines.size() == LINES) {
      shown.add("… the last " + LINES + " lines; --grep, --level or a RUN say which others");
    }
    shown.addAll(LogText.of(lines, store::find, zone));
    return call.text(String.join("\n", shown));
  }
}
