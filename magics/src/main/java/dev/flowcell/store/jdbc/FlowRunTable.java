package dev.flowcell.store.jdbc;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import dev.flowcell.run.StoredValue;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.FlowSummary;
import dev.flowcell.store.RunCounts;
import dev.flowcell.store.WantedText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The flow runs, with their parameters and states. */
final class FlowRunTable {

  private static final String INSERT =
      """
      INSERT INTO flow_run (
        id, flow, parent, process, notebook, cell, source, created_at, parameters, resumes,
        arguments_sha256, arguments_size, arguments,
        tags, state_type, state_name, state_at, ended_at, took, history)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String UPDATE =
      """
      UPDATE flow_run
      SET process = ?, state_type = ?, state_name = ?, state_at = ?, ended_at = ?, took = ?,
          history = ?
      WHERE id = ?
      """;
  private static final String SELECT =
      """
      SELECT r.id, r.flow, r.parent, r.notebook, r.cell, source.text, r.created_at, r.parameters,
             r.resumes, r.arguments_sha256, r.arguments_size, r.arguments, r.tags, r.history
      FROM flow_run r JOIN source ON source.key = r.source
      """;

  /** All texts of a run also as one: most runs are known by it, and each column read costs. */
  private static final String TEXTS =
      """
      SELECT r.id, r.flow, r.notebook, r.parameters,
             r.id || ' ' || r.flow || ' ' || r.notebook || ' ' || r.parameters AS texts
      FROM flow_run r
      """;

  private static final String COUNT =
      "SELECT r.state_type, r.state_name, count(*) AS number FROM flow_run r ";
  private static final String FLOWS =
      """
      SELECT flow, count(*) AS number,
             CAST(avg(CASE WHEN took >= 0 THEN took END) AS bigint) AS average
      FROM flow_run GROUP BY flow
      """;

  /** From name to name by the index: there are far fewer names than runs. */
  private static final String FLOW_NAMES =
      """
      WITH RECURSIVE name (flow) AS (
        SELECT min(flow) FROM flow_run
        UNION ALL
        SELECT (SELECT min(flow) FROM flow_run WHERE flow > name.flow)
        FROM name WHERE name.flow IS NOT NULL
      )
      SELECT flow FROM name WHERE flow IS NOT NULL
      """;

  private static final String FAMILY =
      """
      WITH RECURSIVE family (id) AS (
        SELECT id FROM flow_run WHERE id = ?
        UNION ALL
        SELECT child.id FROM flow_run child JOIN family ON child.parent = family.id
      )
      SELECT id FROM family
      """;

  private static final String PORTION =
      """
      SELECT created_at FROM flow_run WHERE created_at > ? AND created_at < ?
      ORDER BY created_at LIMIT 1 OFFSET ?
      """;
  private static final int AT_ONCE = 2_000;

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
            ColumnJson.list(run.tags()),
            state.type().name(),
            state.name(),
            Jdbc.micros(state.at()),
            StoredRun.endedAt(run),
            StoredRun.took(run),
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
            StoredRun.took(run),
            ColumnJson.history(run.history()),
            run.id()
          });
    }
    jdbc.updateAll(UPDATE, rows);
  }

  List<FlowRun> page(FlowRunQuery query) throws SQLException {
    return query.states().size() > 1 && query.text() == null ? stateByState(query) : one(query);
  }

  /** There may be few of many runs in any of the states, and each state has its index. */
  private List<FlowRun> stateByState(FlowRunQuery query) throws SQLException {
    Set<FlowRun> runs = new TreeSet<>(query.order().comparator());
    for (String state : query.states()) {
      runs.addAll(one(query.inStates(List.of(state))));
    }
    return runs.stream().limit(query.limit()).toList();
  }

  private List<FlowRun> one(FlowRunQuery query) throws SQLException {
    FlowRunFilter filter = FlowRunFilter.of(query);
    if (query.after() != null) {
      FlowRun after = withId(query.after()).orElse(null);
      if (after == null) {
        return List.of();
      }
      filter.behind(after, query.order());
    }
    if (query.text() != null) {
      return holding(query, filter);
    }
    filter.limit(query.limit());
    return select(filter.sql(query.order()), filter.values());
  }

  /**
   * Looks for a text in row after row, here and not in SQL: SQLite's own LIKE knows upper and lower
   * case of ASCII only.
   */
  private List<FlowRun> holding(FlowRunQuery query, FlowRunFilter filter) throws SQLException {
    List<String> ids = new ArrayList<>();
    WantedText wanted = new WantedText(String.valueOf(query.text()));
    if (query.limit() > 0) {
      jdbc.scan(
          TEXTS + filter.sql(query.order()),
          row -> {
            if (holds(row, wanted)) {
              ids.add(Jdbc.text(row, "id"));
            }
            return ids.size() < query.limit();
          },
          filter.values());
    }
    List<FlowRun> runs = new ArrayList<>(ids.size());
    for (String id : ids) {
      runs.add(withId(id).orElseThrow());
    }
    return runs;
  }

  private static boolean holds(ResultSet row, WantedText wanted) throws SQLException {
    String texts = Jdbc.text(row, "texts");
    // what has escapes in JSON may be in a parameter and not here
    if (texts.indexOf('\\') < 0 && !wanted.isIn(texts)) {
      return false;
    }
    return FlowRunQuery.isIn(
        wanted,
        Jdbc.text(row, "id"),
        Jdbc.text(row, "flow"),
        Jdbc.text(row, "notebook"),
        ColumnJson.map(Jdbc.text(row, "parameters")));
  }

  RunCounts counts(FlowRunQuery query) throws SQLException {
    if (query.text() != null) {
      RunCounts counts = RunCounts.NONE;
      for (FlowRun run : page(query.after(null).limited(Integer.MAX_VALUE))) {
        counts = counts.and(run.state().type(), run.state().name(), 1);
      }
      return counts;
    }
    FlowRunFilter filter = FlowRunFilter.unordered(query);
    RunCounts[] counts = {RunCounts.NONE};
    jdbc.scan(
        COUNT + filter.sql() + " GROUP BY r.state_type, r.state_name",
        row -> {
          StateType type = StateType.valueOf(row.getString("state_type"));
          counts[0] = counts[0].and(type, Jdbc.text(row, "state_name"), row.getInt("number"));
          return true;
        },
        filter.values());
    return counts[0];
  }

  List<FlowSummary> flows() throws SQLException {
    record Flow(String name, int runs, @Nullable Duration average) {}
    List<Flow> flows =
        jdbc.query(
            FLOWS,
            row -> {
              long micros = row.getLong("average");
              Duration average = row.wasNull() ? null : Duration.of(micros, ChronoUnit.MICROS);
              return new Flow(Jdbc.text(row, "flow"), row.getInt("number"), average);
            });
    List<FlowSummary> summaries = new ArrayList<>(flows.size());
    for (Flow flow : flows) {
      for (FlowRun last : page(new FlowRunQuery(flow.name(), 1))) {
        summaries.add(new FlowSummary(flow.name(), flow.runs(), last, flow.average()));
      }
    }
    summaries.sort(Comparator.comparing(FlowSummary::flow));
    return summaries;
  }

  List<String> flowNames() throws SQLException {
    return jdbc.query(FLOW_NAMES, row -> Jdbc.text(row, "flow")).stream().sorted().toList();
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

  /**
   * The end of a portion of the runs from a time on that can be deleted at once, so that those who
   * write need not wait for long.
   */
  Instant portion(Instant from, Instant until) throws SQLException {
    return jdbc
        .query(
            PORTION,
            row -> Jdbc.instant(row.getLong("created_at")),
            Jdbc.micros(from),
            Jdbc.micros(until),
            AT_ONCE)
        .stream()
        .findFirst()
        .orElse(until);
  }

  /** The ids of a run, of the runs it has called, and so on. */
  Set<String> family(String id) throws SQLException {
    return new HashSet<>(jdbc.query(FAMILY, row -> Jdbc.text(row, "id"), id));
  }

  Set<String> ofFlow(String flow) throws SQLException {
    return new HashSet<>(
        jdbc.query("SELECT id FROM flow_run WHERE flow = ?", row -> Jdbc.text(row, "id"), flow));
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
        ColumnJson.list(Jdbc.textOrNull(row, "tags")),
        ColumnJson.history(Jdbc.text(row, "history")));
  }
}
