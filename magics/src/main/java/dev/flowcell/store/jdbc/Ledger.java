package dev.flowcell.store.jdbc;

import dev.flowcell.run.Run;
import dev.flowcell.run.State;
import dev.flowcell.store.RunRequest;
import dev.flowcell.store.journal.Batch;
import dev.flowcell.store.journal.Position;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One process in the database: its row, its runs, and how far its journal is folded. Each change is
 * one transaction. For the writing thread; after a failure it is of no use any more.
 */
final class Ledger {

  private final RunDatabase database;
  private final ProcessTable processes;
  private final CancelTable cancels;
  private final RunWriter runs;
  private final long key;
  private Position folded;

  private Ledger(RunDatabase database, ProcessTable.Row process, RunWriter runs) {
    this.database = database;
    this.processes = database.processes();
    this.cancels = database.cancels();
    this.runs = runs;
    this.key = process.key();
    this.folded = process.folded();
  }

  /**
   * Finds or adds a process. One whose end was taken down begins a new row, which goes on where its
   * journal was left.
   *
   * @param place where it is, as far as that is known
   */
  static Ledger open(RunDatabase database, String processId, @Nullable Place place)
      throws SQLException {
    return database.write(
        () -> {
          ProcessTable processes = database.processes();
          ProcessTable.Row known = processes.withId(processId).orElse(null);
          if (known == null || !known.isAlive()) {
            processes.insert(processId, place, known == null ? Position.START : known.folded());
            known = processes.withId(processId).orElseThrow();
          }
          return new Ledger(database, known, new RunWriter(database, known.key()));
        });
  }

  /** How far the journal is folded. */
  Position folded() {
    return folded;
  }

  /** Whether a run goes on, as far as the journal is folded. */
  boolean hasUnfinished() {
    return runs.hasUnfinished();
  }

  /**
   * Takes the next events of the journal in.
   *
   * @return false when the process was taken for dead meanwhile; then nothing is written
   */
  boolean write(Batch batch) throws SQLException {
    boolean isAlive =
        database.write(
            () -> {
              if (!processes.fold(key, batch.end())) {
                return false;
              }
              runs.write(batch.events());
              return true;
            });
    if (isAlive) {
      folded = batch.end();
    }
    return isAlive;
  }

  /**
   * Takes down that the process lives.
   *
   * @return false when it was taken for dead meanwhile
   */
  boolean beat() throws SQLException {
    return database.write(() -> processes.see(key));
  }

  /** Takes the end of the process down, with the last state of each run that has not ended. */
  void end(Instant at, Function<Run, State> last) throws SQLException {
    database.write(
        () -> {
          if (processes.end(key, at)) {
            runs.endAll(last);
          }
          return true;
        });
  }

  /** Takes down what this process offers. */
  void offer(Desk.Offering offering) throws SQLException {
    database.write(
        () -> {
          new OfferTable(database.writer()).put(key, offering);
          database.changedAnything();
          return true;
        });
  }

  /** What this process is asked to run; each is told of once. */
  List<RunRequest> takeRunRequests() throws SQLException {
    RequestTable requests = new RequestTable(database.writer());
    List<RunRequest> open = requests.open(key);
    if (!open.isEmpty()) {
      database.write(
          () -> {
            for (RunRequest request : open) {
              requests.take(request.id());
            }
            return true;
          });
    }
    return open;
  }

  /** Takes an answer down. */
  void answer(Desk.Reply reply) throws SQLException {
    database.write(
        () -> {
          new RequestTable(database.writer()).answer(reply.requestId(), reply.answer());
          database.changedAnything();
          return true;
        });
  }

  /** The runs of this process that somebody wants cancelled; each is told of once. */
  List<String> takeCancelRequests() throws SQLException {
    List<String> wanted = cancels.of(key);
    if (!wanted.isEmpty()) {
      database.write(() -> cancels.delete(wanted));
    }
    return wanted;
  }
}
