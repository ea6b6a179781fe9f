package dev.flowcell.store.jdbc;

import dev.flowcell.store.RunRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What processes are asked to run, and what has come of it. */
final class RequestTable {

  /** Nobody waits for an answer any more. */
  private static final Duration OLD = Duration.ofDays(1);

  private static final String START = "START";
  private static final String RESUME = "RESUME";

  private static final String INSERT =
      """
      INSERT INTO run_request (id, process, kind, subject, parameters, requested_at)
      SELECT ?, key, ?, ?, ?, %s FROM process WHERE id = ? AND ended_at IS NULL
      """;
  private static final String DELETE_OLD = "DELETE FROM run_request WHERE requested_at < %s - ?";
  private static final String OPEN =
      """
      SELECT id, kind, subject, parameters FROM run_request
      WHERE process = ? AND taken = 0 ORDER BY key
      """;
  private static final String TAKE = "UPDATE run_request SET taken = 1 WHERE id = ?";
  private static final String ANSWER =
      "UPDATE run_request SET accepted = ?, refused = ? WHERE id = ?";
  private static final String SELECT_ANSWER =
      """
      SELECT r.accepted, r.refused, p.ended_at FROM run_request r JOIN process p ON p.key = r.process
      WHERE r.id = ?
      """;

  private final Jdbc jdbc;

  RequestTable(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Asks a process.
   *
   * @param now SQL for the time by the database's clock
   * @return false where it has ended
   */
  boolean insert(String processId, RunRequest request, String now) throws SQLException {
    jdbc.update(DELETE_OLD.formatted(now), OLD.toNanos() / 1000);
    boolean isStart = request instanceof RunRequest.Start;
    String subject = "";
    String parameters = "";
    if (request instanceof RunRequest.Start start) {
      subject = start.flow();
      parameters = start.parametersJson();
    } else if (request instanceof RunRequest.Resume resume) {
      subject = resume.flowRunId();
    }
    return jdbc.update(
            INSERT.formatted(now),
            request.id(),
            isStart ? START : RESUME,
            subject,
            parameters,
            processId)
        > 0;
  }

  /** What a process is asked and was not told of. */
  List<RunRequest> open(long process) throws SQLException {
    return jdbc.query(OPEN, RequestTable::read, process);
  }

  private static RunRequest read(ResultSet row) throws SQLException {
    String id = Jdbc.text(row, "id");
    String subject = Jdbc.text(row, "subject");
    return row.getString("kind").equals(START)
        ? new RunRequest.Start(id, subject, Jdbc.text(row, "parameters"))
        : new RunRequest.Resume(id, subject);
  }

  /** Takes down that the process is told of it. */
  void take(String id) throws SQLException {
    jdbc.update(TAKE, id);
  }

  void answer(String id, RunRequest.Answer answer) throws SQLException {
    if (answer instanceof RunRequest.Accepted accepted) {
      jdbc.update(ANSWER, accepted.flowRunId(), null, id);
    } else if (answer instanceof RunRequest.Refused refused) {
      jdbc.update(ANSWER, null, refused.why(), id);
    }
  }

  /** The answer, which is given where the process has ended before it answered. */
  Optional<RunRequest.Answer> answer(String id) throws SQLException {
    return jdbc.query(SELECT_ANSWER, RequestTable::readAnswer, id).stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<RunRequest.Answer> readAnswer(ResultSet row) throws SQLException {
    String accepted = Jdbc.textOrNull(row, "accepted");
    if (accepted != null) {
      return Optional.of(new RunRequest.Accepted(accepted));
    }
    String refused = Jdbc.textOrNull(row, "refused");
    if (refused == null && row.getObject("ended_at") != null) {
      refused = "its process has ended";
    }
    return Optional.ofNullable(refused).map(RunRequest.Refused::new);
  }
}
