package dev.flowcell.store.jdbc;

import dev.flowcell.schedule.CatchUp;
import dev.flowcell.schedule.Claim;
import dev.flowcell.schedule.OpenClaim;
import dev.flowcell.schedule.Overlap;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.schedule.Timing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schedules, and the claims of their due times that are not settled. */
final class ScheduleTable {

  private static final String SELECT = "SELECT * FROM schedule ORDER BY name";
  private static final String DELETE = "DELETE FROM schedule WHERE name = ?";
  private static final String DELETE_CLAIMS = "DELETE FROM schedule_claim WHERE schedule = ?";
  private static final String INSERT =
      """
      INSERT INTO schedule (
        name, flow, notebook, timing, parameters, catch_up, overlap, reruns_crashed, paused, next_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET
        flow = excluded.flow, notebook = excluded.notebook, timing = excluded.timing,
        parameters = excluded.parameters, catch_up = excluded.catch_up,
        overlap = excluded.overlap, reruns_crashed = excluded.reruns_crashed,
        paused = excluded.paused, next_at = CASE
          WHEN schedule.timing = excluded.timing
            AND (schedule.next_at IS NULL OR schedule.next_at > excluded.next_at)
            AND excluded.next_at IS NOT NULL
          THEN schedule.next_at ELSE excluded.next_at END
      """;
  private static final String ADVANCE =
      "UPDATE schedule SET next_at = ? WHERE name = ? AND next_at = ? AND paused = 0";
  private static final String INSERT_CLAIM =
      """
      INSERT INTO schedule_claim (schedule, due_at, flow_run, claimed_at, reruns)
      VALUES (?, ?, ?, ?, ?)
      """;
  private static final String OPEN_CLAIMS =
      """
      SELECT c.*, r.state_type FROM schedule_claim c LEFT JOIN flow_run r ON r.id = c.flow_run
      ORDER BY c.due_at, c.flow_run
      """;
  private static final String TAKE_OVER =
      """
      UPDATE schedule_claim SET flow_run = ?, claimed_at = ?, reruns = ? WHERE flow_run = ?
      """;
  private static final String SETTLE = "DELETE FROM schedule_claim WHERE flow_run = ?";

  private final Jdbc jdbc;

  ScheduleTable(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  List<Schedule> all() throws SQLException {
    return jdbc.query(SELECT, ScheduleTable::schedule);
  }

  private static Schedule schedule(ResultSet row) throws SQLException {
    return new Schedule(
        Jdbc.text(row, "name"),
        Jdbc.text(row, "flow"),
        Jdbc.text(row, "notebook"),
        Timing.parse(Jdbc.text(row, "timing")),
        ColumnJson.map(Jdbc.text(row, "parameters")),
        CatchUp.valueOf(row.getString("catch_up")),
        Overlap.valueOf(row.getString("overlap")),
        row.getInt("reruns_crashed") == 1,
        row.getInt("paused") == 1,
        row.getObject("next_at") == null ? null : Jdbc.instant(row.getLong("next_at")));
  }

  int put(Schedule schedule) throws SQLException {
    return jdbc.update(
        INSERT,
        schedule.name(),
        schedule.flow(),
        schedule.notebook(),
        schedule.timing().text(),
        ColumnJson.map(schedule.parameters()),
        schedule.catchUp().name(),
        schedule.overlap().name(),
        schedule.rerunsCrashed() ? 1 : 0,
        schedule.isPaused() ? 1 : 0,
        micros(schedule.next()));
  }

  boolean delete(String name) throws SQLException {
    jdbc.update(DELETE_CLAIMS, name);
    return jdbc.update(DELETE, name) > 0;
  }

  boolean advance(Schedule seen, @Nullable Instant next, @Nullable Claim claim)
      throws SQLException {
    boolean isFirst = jdbc.update(ADVANCE, micros(next), seen.name(), micros(seen.next())) > 0;
    if (isFirst && claim != null) {
      jdbc.update(
          INSERT_CLAIM,
          claim.schedule(),
          Jdbc.micros(claim.due()),
          claim.flowRunId(),
          Jdbc.micros(claim.claimedAt()),
          claim.reruns());
    }
    return isFirst;
  }

  List<OpenClaim> openClaims() throws SQLException {
    return jdbc.query(
        OPEN_CLAIMS,
        row ->
            new OpenClaim(
                new Claim(
                    Jdbc.text(row, "schedule"),
                    Jdbc.instant(row.getLong("due_at")),
                    Jdbc.text(row, "flow_run"),
                    Jdbc.instant(row.getLong("claimed_at")),
                    row.getInt("reruns")),
                OpenClaim.Standing.of(row.getString("state_type"))));
  }

  boolean takeOver(Claim abandoned, Claim claim) throws SQLException {
    return jdbc.update(
            TAKE_OVER,
            claim.flowRunId(),
            Jdbc.micros(claim.claimedAt()),
            claim.reruns(),
            abandoned.flowRunId())
        > 0;
  }

  boolean settle(Claim claim) throws SQLException {
    return jdbc.update(SETTLE, claim.flowRunId()) > 0;
  }

  private static @Nullable Long micros(@Nullable Instant at) {
    return at == null ? null : Jdbc.micros(at);
  }
}
