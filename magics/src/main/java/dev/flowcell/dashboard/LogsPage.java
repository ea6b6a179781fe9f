package dev.flowcell.dashboard;

import dev.flowcell.render.RunJson;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.store.LogPage;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.WantedText;
import io.javalin.http.BadRequestResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code /logs}: the lines of all runs, narrowed down, newest last. */
final class LogsPage implements Page<LogsPage.Logs> {

  private static final List<String> FILTERS =
      List.of("text", "level", "flow", "run", "task", "from", "until", "limit");

  private static final int LIMIT = 50;
  private static final int MOST = 100_000;

  /**
   * What it shows.
   *
   * @param names of the runs that wrote the lines
   * @param flows what there is to narrow down by
   */
  record Logs(Filters filters, LogPage page, Names names, List<String> flows) {

    /** What the lines hold, or null where any do. */
    @Nullable WantedText wanted() {
      String text = filters.get("text");
      return text.isEmpty() ? null : new WantedText(text);
    }
  }

  @Override
  public String path() {
    return "/logs";
  }

  @Override
  public String about() {
    return "Log lines of all runs, oldest first.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(
        new Input("text", "whose message holds it"),
        new Input("level", "that level and graver ones"),
        new Input("flow", "of that flow"),
        new Input("run", "of the flow run of that id and its subflows"),
        new Input("task", "of the task run of that id"),
        new Input(
            "from", "written then or later, such as 2026-03-01, 2026-03-01T12:30, or UTC with Z"),
        new Input("until", "written before then"),
        new Input("limit", "how many at most; 50"),
        new Input("before", "a position: the lines before it"),
        new Input("after", "a position: the lines behind it"));
  }

  @Override
  public String template() {
    return "logs";
  }

  @Override
  public Asked<Logs> ask(Request request) {
    LogQuery query = query(request);
    Filters filters = Filters.of(request, path(), FILTERS);
    String run = filters.get("run");
    return new Asked<>(
        "Logs", run.isEmpty() ? "*" : run, () -> logs(request.site().store(), filters, query));
  }

  private static LogQuery query(Request request) {
    LogQuery query =
        LogQuery.newest(request.number("limit", LIMIT, MOST))
            .ofFlowRun(request.text("run"))
            .ofTaskRun(request.text("task"))
            .ofFlow(request.text("flow"))
            .holding(request.text("text"))
            .atLeast(request.word("level", Level.TRACE))
            .writtenFrom(request.time("from"))
            .writtenBefore(request.time("until"));
    Long before = position(request, "before");
    Long after = position(request, "after");
    if (before != null) {
      return query.before(before);
    }
    return after == null ? query : query.after(after);
  }

  private static Logs logs(RunStore store, Filters filters, LogQuery query) {
    LogPage page = store.logPage(query);
    return new Logs(filters, page, Names.of(page.lines(), store), store.flowNames());
  }

  private static @Nullable Long position(Request request, String name) {
    String text = request.text(name);
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new BadRequestResponse(name + " needs a position of this list, not '" + text + "'");
    }
  }

  @Override
  public void json(Logs logs, RunJson json) throws IOException {
    json.lines(logs.page().lines());
  }

  @Override
  public List<List<String>> rows(Logs logs) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("at", "level", "logger", "message", "flowRunId", "taskRunId", "attempt"));
    for (LogLine line : logs.page().lines()) {
      rows.add(
          List.of(
              line.at().toString(),
              line.level().name(),
              line.logger(),
              line.message(),
              Objects.requireNonNullElse(line.flowRunId(), ""),
              Objects.requireNonNullElse(line.taskRunId(), ""),
              String.valueOf(line.attempt())));
    }
    return rows;
  }
}
