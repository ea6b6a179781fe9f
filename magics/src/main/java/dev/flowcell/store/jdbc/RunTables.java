package dev.flowcell.store.jdbc;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunTree;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.ShortIds;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables over one connection: takes events in, gives runs out. Not thread-safe. */
final class RunTables {

  private final FlowRunTable flowRuns;
  private final TaskRunTable taskRuns;
  private final LogTable logs;

  RunTables(Jdbc jdbc) {
    this.flowRuns = new FlowRunTable(jdbc);
    this.taskRuns = new TaskRunTable(jdbc);
    this.logs = new LogTable(jdbc);
  }

  void add(RunEvent event) throws SQLException {
    if (event instanceof RunEvent.FlowRunCreated created) {
      flowRuns.add(created.run());
    } else if (event instanceof RunEvent.TaskRunCreated created) {
      taskRuns.add(created.run());
    } else if (event instanceof RunEvent.FlowRunChanged changed) {
      flowRuns.add(changed.flowRunId(), changed.state());
    } else if (event instanceof RunEvent.TaskRunChanged changed) {
      taskRuns.add(changed.taskRunId(), changed.state());
    } else if (event instanceof RunEvent.Logged logged) {
      logs.add(logged.line());
    }
  }

  List<FlowRun> flowRuns(FlowRunQuery query) throws SQLException {
    return flowRuns.newest(query);
  }

  Optional<RunTree> find(String wanted) throws SQLException {
    List<FlowRun> exact = flowRuns.withId(wanted);
    if (!exact.isEmpty()) {
      return Optional.of(tree(exact.get(0)));
    }
    Optional<String> id = ShortIds.pick(wanted, flowRuns.idsEndingWith(wanted));
    return id.isEmpty() ? Optional.empty() : find(id.get());
  }

  private RunTree tree(FlowRun flow) throws SQLException {
    List<RunTree> subflows = new ArrayList<>();
    for (FlowRun called : flowRuns.calledBy(flow.id())) {
      subflows.add(tree(called));
    }
    return new RunTree(flow, taskRuns.calledBy(flow.id()), subflows, logs.of(flow.id()));
  }

  List<LogLine> logs(LogQuery query) throws SQLException {
    return logs.newest(query);
  }
}
