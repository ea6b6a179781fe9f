package dev.flowcell.magic;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.engine.Resumption;
import dev.flowcell.engine.TaskCall;
import dev.flowcell.flow.Task;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.render.Html;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.TaskRun;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code %task diff}: the source that a task had in a run, against today's. */
final class TaskDiff {

  static final Usage USAGE =
      Usage.of(
          "diff",
          "NAME [RUN]",
          "the source of the last run, or of the last one in the flow run RUN, against today's");

  private static final int LINES_AROUND = 3;

  private final MagicCall call;

  TaskDiff(MagicCall call) {
    this.call = call;
  }

  CellResult diff() {
    Task task = Named.task(call);
    LastRuns lastRuns = new LastRuns(call.context());
    Optional<Given> run = call.arguments().words().stream().skip(1).findFirst();
    TaskRun before =
        run.isPresent()
            ? in(run.get(), task)
            : lastRuns
                .of(task.name())
                .orElseThrow(() -> call.wrong(task.name() + " has not run yet"));
    String from = "%s-%d (run %s)".formatted(task.name(), before.number(), before.shortId());
    String others =
        run.isPresent()
            ? ""
            : lastRuns.changed(task).stream()
                .filter(part -> !part.equals("task " + task.name()))
                .collect(Collectors.joining(" and "));
    String note = others.isEmpty() ? "" : "\nWhat it uses has changed since: " + others + ".";
    List<String> lines = lines(task, before, from);
    if (lines.isEmpty()) {
      return call.text("The source of " + task.name() + " is unchanged since " + from + "." + note);
    }
    String text = String.join("\n", lines);
    return new CellResult.Value(
        MimeBundle.html(
            Texts.preformatted(
                lines.stream().map(TaskDiff::html).collect(Collectors.joining("\n"))
                    + Html.text(note)),
            text + note));
  }

  private static List<String> lines(Task task, TaskRun before, String from) {
    List<String> then = before.source().lines().toList();
    List<String> now = task.source().lines().toList();
    return UnifiedDiffUtils.generateUnifiedDiff(
        from,
        task.name() + " now, In [" + task.cell() + "]",
        then,
        DiffUtils.diff(then, now),
        LINES_AROUND);
  }

  /** The sign says it, the colour repeats it. */
  private static String html(String line) {
    String colour =
        line.startsWith("+")
            ? "35,136,60"
            : line.startsWith("-") ? "217,54,62" : line.startsWith("@@") ? "25,118,210" : "";
    return colour.isEmpty()
        ? Html.text(line)
        : "<span style=\"background:rgba(%s,.18)\">%s</span>".formatted(colour, Html.text(line));
  }

  private TaskRun in(Given run, Task task) {
    Optional<TaskRun> here =
        call.context()
            .engine()
            .lastCall(task.name())
            .filter(last -> isOf(last, run.text()))
            .map(TaskCall::run);
    if (here.isPresent()) {
      return here.get();
    }
    RunTree tree = FlowMagic.find(run, call.context().store());
    return Resumption.taskRuns(tree).stream()
        .filter(each -> each.task().equals(task.name()))
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> run.wrong("run " + run.text() + " has not called " + task.name()));
  }

  /** Whether a word names the run of a call, or the flow run it belongs to. */
  static boolean isOf(TaskCall call, String run) {
    String flow = call.flowRunId();
    return call.runId().endsWith(run) || (flow != null && flow.endsWith(run));
  }
}
