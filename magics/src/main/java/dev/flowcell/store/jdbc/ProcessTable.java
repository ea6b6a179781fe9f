package dev.flowcell.store.jdbc;

import dev.flowcell.store.journal.Position;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The processes that write, and how far their journals are folded. */
final class ProcessTable {

  /**
   * A process as the table knows it.
   *
   * @param key what runs refer to it by
   * @param seenAt when it was last seen, by the database's clock
   * @param isAlive whether its end is not known
   */
  record Row(
      long key,
      String id,
      String host,
      String journal,
      Instant seenAt,
      boolean isAlive,
      Position folded) {}

  private static final String INSERT =
      """
      INSERT INTO process (
        id, host, boot, pid, journal, started_at, seen_at, folded_segment, folded_offset)
      VALUES (?, ?, ?, ?, ?, %1$s, %1$s, ?, ?)
      """;
  private static final String SELECT =
      """
      SELECT key, id, host, journal, seen_at, ended_at, folded_segment, folded_offset FROM process p
      """;
  private static final String FOLD =
      """
      UPDATE process SET folded_segment = ?, folded_offset = ?, seen_at = %s
      WHERE key = ? AND ended_at IS NULL
      """;
  private static final String SEE =
      "UPDATE process SET seen_at = %s WHERE key = ? AND ended_at IS NULL";
  private static final String END =
      "UPDATE process SET ended_at = ? WHERE key = ? AND ended_at IS NULL";
  private static final String END_SILENT =
      """
      UPDATE process SET ended_at = seen_at
      WHERE key = ? AND ended_at IS NULL AND seen_at < %s - ?
      """;
  private static final String LONG_NOT_SEEN =
      """
      WHERE ended_at IS NULL AND seen_at < %s - ?
        AND (EXISTS (SELECT 1 FROM flow_run r WHERE r.process = p.key AND r.ended_at IS NULL)
          OR EXISTS (SELECT 1 FROM task_run t WHERE t.process = p.key AND t.ended_at IS NULL))
      """;

  private final Jdbc jdbc;
  private final String now;

  ProcessTable(Jdbc jdbc, String now) {
    this.jdbc = jdbc;
    this.now = now;
  }

  /** Adds a process whose journal is folded up to there. */
  void insert(String id, @Nullable Place place, Position folded) throws SQLException {
    jdbc.update(
        INSERT.formatted(now),
        id,
        place == null ? "" : place.host(),
        place == null ? "" : place.boot(),
        place == null ? null : place.pid(),
        place == null ? "" : place.journal().toString(),
        folded.segment(),
        folded.offset());
  }

  /** The newest row of a process. */
  Optional<Row> withId(String id) throws SQLException {
    return select("WHERE id = ? ORDER BY key DESC LIMIT 1", id).stream().findFirst();
  }

  /** Takes down how far the journal is folded and that the process lives; false if it has ended. */
  boolean fold(long key, Position folded) throws SQLException {
    return jdbc.update(FOLD.formatted(now), folded.segment(), folded.offset(), key) > 0;
  }

  /** Takes down that the process lives; false if it has ended. */
  boolean see(long key) throws SQLException {
    return jdbc.update(SEE.formatted(now), key) > 0;
  }

  /** Takes down the end of a process; false if it has ended before. */
  boolean end(long key, Instant at) throws SQLException {
    return jdbc.update(END, Jdbc.micros(at), key) > 0;
  }

  /**
   * Takes one that is still not seen for so long for ended; false where it was seen or has ended.
   */
  boolean endSilent(long key, Duration time) throws SQLException {
    return jdbc.update(END_SILENT.formatted(now), key, time.toNanos() / 1000) > 0;
  }

  /** Those with unfinished runs that nobody has seen for so long. */
  List<Row> notSeenFor(Duration time) throws SQLException {
    return select(LONG_NOT_SEEN.formatted(now), time.toNanos() / 1000);
  }

  private List<Row> select(String which, Object value) throws SQLException {
    return jdbc.query(
        SELECT + which,
        row -> {
          return new Row(
              row.getLong("key"),
              Jdbc.text(row, "id"),
              Jdbc.text(row, "host"),
              Jdbc.text(row, "journal"),
              Jdbc.instant(row.getLong("seen_at")),
              row.getObject("ended_at") == null,
              new Position(row.getInt("folded_segment"), row.getLong("folded_offset")));
        },
        value);
  }
}
