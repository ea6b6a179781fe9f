package dev.flowcell.store.jdbc;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.FlowSummary;
import dev.flowcell.store.LogPage;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.Offer;
import dev.flowcell.store.RunCounts;
import dev.flowcell.store.RunRequest;
import dev.flowcell.store.ShortIds;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What can be asked of the tables, over one connection. Not thread-safe. */
final class RunTables {

  private final Dialect dialect;
  private final FlowRunTable flowRuns;
  private final TaskRunTable taskRuns;
  private final LogTable logs;
  private final ArtifactTable artifacts;
  private final RequestTable requests;
  private final OfferTable offers;
  private final ScheduleTable schedules;

  RunTables(Jdbc jdbc, Dialect dialect) {
    this.dialect = dialect;
    this.flowRuns = new FlowRunTable(jdbc);
    this.taskRuns = new TaskRunTable(jdbc);
    this.logs = new LogTable(jdbc);
    this.artifacts = new ArtifactTable(jdbc);
    this.requests = new RequestTable(jdbc);
    this.offers = new OfferTable(jdbc);
    this.schedules = new ScheduleTable(jdbc);
  }

  List<FlowRun> flowRuns(FlowRunQuery query) throws SQLException {
    return flowRuns.page(query);
  }

  Optional<RunTree> find(String wanted) throws SQLException {
    Optional<FlowRun> exact = flowRuns.withId(wanted);
    if (exact.isPresent()) {
      return Optional.of(tree(exact.get()));
    }
    Optional<String> id = ShortIds.pick(wanted, flowRuns.idsEndingWith(wanted));
    return id.isEmpty() ? Optional.empty() : find(id.get());
  }

  private RunTree tree(FlowRun flow) throws SQLException {
    List<RunTree> subflows = new ArrayList<>();
    for (FlowRun called : flowRuns.calledBy(flow.id())) {
      subflows.add(tree(called));
    }
    return new RunTree(
        flow,
        taskRuns.calledBy(flow.id()),
        subflows,
        logs.of(flow.id()),
        List.of(),
        artifacts.of(flow.id()));
  }

  /** The flow runs of a process that have not ended and that no other flow run called. */
  List<RunTree> underWay(String processId) throws SQLException {
    List<RunTree> trees = new ArrayList<>();
    for (FlowRun run : flowRuns.underWay(processId)) {
      trees.add(tree(run));
    }
    return trees;
  }

  RunCounts counts(FlowRunQuery query) throws SQLException {
    return flowRuns.counts(query);
  }

  SortedMap<LocalDate, RunCounts> countsByDay(LocalDate first, LocalDate last, ZoneId zone)
      throws SQLException {
    SortedMap<LocalDate, RunCounts> days = new TreeMap<>();
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      days.put(day, flowRuns.counts(FlowRunQuery.ofDay(day, zone)));
    }
    return days;
  }

  List<FlowSummary> flows() throws SQLException {
    return flowRuns.flows();
  }

  List<String> flowNames() throws SQLException {
    return flowRuns.flowNames();
  }

  Optional<FlowRun> flowRun(String id) throws SQLException {
    return flowRuns.withId(id);
  }

  Optional<TaskRun> taskRun(String id) throws SQLException {
    return taskRuns.withId(id);
  }

  List<Run> runs(Collection<String> ids) throws SQLException {
    List<Run> runs = new ArrayList<>();
    for (String id : ids) {
      flowRuns.withId(id).ifPresent(runs::add);
      taskRuns.withId(id).ifPresent(runs::add);
    }
    return runs;
  }

  Optional<RunRequest.Answer> answer(String requestId) throws SQLException {
    return requests.answer(requestId);
  }

  /**
   * What those offer that live.
   *
   * @param now SQL for the time by the database's clock
   */
  List<Offer> offers(String now) throws SQLException {
    return offers.ofTheLiving(now);
  }

  ScheduleTable schedules() {
    return schedules;
  }

  LogPage logPage(LogQuery query) throws SQLException {
    return logs.page(query, dialect.caseless("message"));
  }
}
