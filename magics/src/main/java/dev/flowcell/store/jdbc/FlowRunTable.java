package dev.flowcell.store.jdbc;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import dev.flowcell.run.StoredValue;
import dev.flowcell.store.FlowRunQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The flow runs, with their parameters and states. */
final class FlowRunTable {

  private static final String INSERT =
      """
      INSERT INTO flow_run (
        id, flow, parent, process, notebook, cell, source, created_at, parameters, resumes,
        arguments_sha256, arguments_size, arguments,
        state_type, state_name, state_at, ended_at, history)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String UPDATE =
      """
      UPDATE flow_run
      SET process = ?, state_type = ?, state_name = ?, state_at = ?, ended_at = ?, history = ?
      WHERE id = ?
      """;
  private static final String SELECT =
      """
      SELECT r.id, r.flow, r.parent, r.notebook, r.cell, source.text, r.created_at, r.parameters,
             r.resumes, r.arguments_sha256, r.arguments_size, r.arguments, r.history
      FROM flow_run r JOIN source ON source.key = r.source
      """;
  private static final String NEWEST_FIRST = " ORDER BY r.created_at DESC, r.id DESC LIMIT ?";

  private final Jdbc jdbc;

  FlowRunTable(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Adds runs, where they are not there.
   *
   * @param process the key of their process
   * @param sources the keys of their sources
   */
  void insert(Collection<FlowRun> runs, long process, Map<String, Long> sources)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>(runs.size());
    for (FlowRun run : runs) {
      StoredValue arguments = run.arguments();
      State state = run.state();
      rows.add(
          new @Nullable Object[] {
            run.id(),
            run.flow(),
            run.parentId(),
            process,
            run.notebook(),
            run.cell(),
            sources.get(run.source()),
            Jdbc.micros(run.createdAt()),
            ColumnJson.map(run.parameters()),
            run.resumes(),
            arguments == null ? null : arguments.digest(),
            arguments == null ? null : arguments.size(),
            arguments == null ? null : arguments.inline(),
            state.type().name(),
            state.name(),
            Jdbc.micros(state.at()),
            StoredRun.endedAt(run),
            ColumnJson.history(run.history())
          });
    }
    jdbc.updateAll(INSERT, rows);
  }

  /** Takes down the states that runs have reached, and which process goes on with them. */
  void update(Collection<FlowRun> runs, long process) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>(runs.size());
    for (FlowRun run : runs) {
      State state = run.state();
      rows.add(
          new @Nullable Object[] {
            process,
            state.type().name(),
            state.name(),
            Jdbc.micros(state.at()),
            StoredRun.endedAt(run),
            ColumnJson.history(run.history()),
            run.id()
          });
    }
    jdbc.updateAll(UPDATE, rows);
  }

  List<FlowRun> newest(FlowRunQuery query) throws SQLException {
    List<String> conditions = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    if (query.flow() != null) {
      conditions.add("r.flow = ?");
      values.add(query.flow());
    }
    for (String wanted : query.states()) {
      Optional<StateType> type = type(wanted);
      conditions.add(type.isPresent() ? "r.state_type = ?" : "lower(r.state_name) = ?");
      values.add(type.map(Enum::name).orElse(wanted.toLowerCase(Locale.ROOT)));
    }
    values.add(query.limit());
    String which = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    return select(which + NEWEST_FIRST, values.toArray());
  }

  private static Optional<StateType> type(String state) {
    return Arrays.stream(StateType.values())
        .filter(type -> type.name().equalsIgnoreCase(state))
        .findFirst();
  }

  Optional<FlowRun> withId(String id) throws SQLException {
    return select("WHERE r.id = ?", id).stream().findFirst();
  }

  /** The runs that a run has called, in that order. */
  List<FlowRun> calledBy(String id) throws SQLException {
    return select("WHERE r.parent = ? ORDER BY r.key", id);
  }

  /** The runs of a process that have not ended, in the order of their calls. */
  List<FlowRun> unfinished(long process) throws SQLException {
    return select("WHERE r.process = ? AND r.ended_at IS NULL ORDER BY r.key", process);
  }

  /** The top-level runs of a process, by its id, that have not ended. */
  List<FlowRun> underWay(String processId) throws SQLException {
    return select(
        """
        WHERE r.process IN (SELECT key FROM process WHERE id = ?)
          AND r.ended_at IS NULL AND r.parent IS NULL
        ORDER BY r.key
        """,
        processId);
  }

  List<String> idsEndingWith(String end) throws SQLException {
    return jdbc.query(
        "SELECT id FROM flow_run WHERE substr(id, length(id) - length(?) + 1) = ?",
        row -> Jdbc.text(row, "id"),
        end,
        end);
  }

  private List<FlowRun> select(String which, @Nullable Object... values) throws SQLException {
    return jdbc.query(SELECT + which, FlowRunTable::read, values);
  }

  private static FlowRun read(ResultSet row) throws SQLException {
    return new FlowRun(
        Jdbc.text(row, "id"),
        Jdbc.text(row, "flow"),
        Jdbc.textOrNull(row, "parent"),
        ColumnJson.map(Jdbc.text(row, "parameters")),
        Jdbc.text(row, "notebook"),
        row.getInt("cell"),
        Jdbc.text(row, "text"),
        Jdbc.instant(row.getLong("created_at")),
        Jdbc.textOrNull(row, "resumes"),
        StoredRun.value(row, "arguments"),
        ColumnJson.history(Jdbc.text(row, "history")));
  }
}
