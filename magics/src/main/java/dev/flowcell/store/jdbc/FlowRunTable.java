package dev.flowcell.store.jdbc;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.State;
import dev.flowcell.store.FlowRunQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The flow runs, with their parameters and states. */
final class FlowRunTable {

  private static final String INSERT =
      """
      INSERT INTO flow_run (id, flow, parent, notebook, cell, source, created_at)
      VALUES (?, ?, (SELECT key FROM flow_run WHERE id = ?), ?, ?,
              (SELECT key FROM source WHERE sha256 = ?), ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String INSERT_PARAMETER =
      """
      INSERT INTO flow_run_parameter (run, number, name, value)
      SELECT key, ?, ?, ? FROM flow_run WHERE id = ?
      """;
  private static final String SELECT_PARAMETERS =
      """
      SELECT p.name, p.value FROM flow_run_parameter p JOIN flow_run r ON r.key = p.run
      WHERE r.id = ? ORDER BY p.number
      """;
  private static final String SELECT =
      """
      SELECT r.id, r.flow, parent.id AS parent_id, r.notebook, r.cell, r.created_at, source.text
      FROM flow_run r
      JOIN source ON source.key = r.source
      LEFT JOIN flow_run parent ON parent.key = r.parent
      """;
  private static final String NEWEST_FIRST = "ORDER BY r.created_at DESC, r.id DESC LIMIT ?";

  private final Jdbc jdbc;
  private final SourceTable sources;
  private final StateTable states;

  FlowRunTable(Jdbc jdbc) {
    this.jdbc = jdbc;
    this.sources = new SourceTable(jdbc);
    this.states = StateTable.ofFlowRuns(jdbc);
  }

  /** Adds a run, if it is not there. */
  void add(FlowRun run) throws SQLException {
    int added =
        jdbc.update(
            INSERT,
            run.id(),
            run.flow(),
            run.parentId(),
            run.notebook(),
            run.cell(),
            sources.keep(run.source()),
            Jdbc.micros(run.createdAt()));
    if (added == 0) {
      return;
    }
    int number = 0;
    for (Map.Entry<String, String> parameter : run.parameters().entrySet()) {
      jdbc.update(INSERT_PARAMETER, ++number, parameter.getKey(), parameter.getValue(), run.id());
    }
    for (State state : run.history()) {
      add(run.id(), state);
    }
  }

  void add(String runId, State state) throws SQLException {
    states.add(runId, state);
  }

  List<FlowRun> newest(FlowRunQuery query) throws SQLException {
    if (query.flow() == null) {
      return select(NEWEST_FIRST, query.limit());
    }
    return select("WHERE r.flow = ? " + NEWEST_FIRST, query.flow(), query.limit());
  }

  /** The runs of that id: one, or none. */
  List<FlowRun> withId(String id) throws SQLException {
    return select("WHERE r.id = ?", id);
  }

  /** The runs that a run has called, in that order. */
  List<FlowRun> calledBy(String id) throws SQLException {
    return select("WHERE parent.id = ? ORDER BY r.key", id);
  }

  List<String> idsEndingWith(String end) throws SQLException {
    return jdbc.query(
        "SELECT id FROM flow_run WHERE substr(id, length(id) - length(?) + 1) = ?",
        row -> row.getString("id"),
        end,
        end);
  }

  private List<FlowRun> select(String which, @Nullable Object... values) throws SQLException {
    List<FlowRun> runs = new ArrayList<>();
    for (FlowRun bare : jdbc.query(SELECT + which, FlowRunTable::read, values)) {
      runs.add(complete(bare));
    }
    return runs;
  }

  private static FlowRun read(ResultSet row) throws SQLException {
    return new FlowRun(
        row.getString("id"),
        row.getString("flow"),
        row.getString("parent_id"),
        Map.of(),
        row.getString("notebook"),
        row.getInt("cell"),
        row.getString("text"),
        Jdbc.instant(row.getLong("created_at")),
        List.of());
  }

  private FlowRun complete(FlowRun bare) throws SQLException {
    Map<String, String> parameters = new LinkedHashMap<>();
    jdbc.scan(
        SELECT_PARAMETERS,
        row -> {
          parameters.put(row.getString("name"), row.getString("value"));
          return true;
        },
        bare.id());
    return new FlowRun(
        bare.id(),
        bare.flow(),
        bare.parentId(),
        parameters,
        bare.notebook(),
        bare.cell(),
        bare.source(),
        bare.createdAt(),
        states.history(bare.id()));
  }
}
