package dev.flowcell.render;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.TaskRun;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Log lines as a person reads them: time, level, run and message. */
public final class LogText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private LogText() {}

  /**
   * One text for each line.
   *
   * @param find finds a flow run by its id, for the names of the runs
   */
  public static List<String> of(
      List<LogLine> lines, Function<String, Optional<RunTree>> find, ZoneId zone) {
    Map<String, String> names = names(lines, find);
    return lines.stream().map(line -> text(line, names, zone)).toList();
  }

  private static String text(LogLine line, Map<String, String> names, ZoneId zone) {
    String id = line.taskRunId() == null ? line.flowRunId() : line.taskRunId();
    String attempt = line.attempt() > 1 ? " (attempt " + line.attempt() + ")" : "";
    return "%s %-5s %s%s | %s"
        .formatted(
            TIME.format(line.at().atZone(zone)),
            line.level(),
            id == null ? "–" : names.getOrDefault(id, "task outside a flow"),
            attempt,
            line.message());
  }

  /** The names of the runs that wrote the lines, by id. */
  private static Map<String, String> names(
      List<LogLine> lines, Function<String, Optional<RunTree>> find) {
    Map<String, String> names = new HashMap<>();
    for (LogLine line : lines) {
      if (line.flowRunId() != null && !names.containsKey(line.flowRunId())) {
        find.apply(line.flowRunId()).ifPresent(tree -> putNames(names, tree));
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
