package dev.flowcell.store.jdbc;

import dev.flowcell.run.Run;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import dev.flowcell.store.journal.AbandonedJournal;
import dev.flowcell.store.journal.Batch;
import dev.flowcell.store.journal.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The processes that are gone. Those whose journals are in our folder are known by their lease, all
 * others by the time since they were seen. For the writing thread.
 */
final class TheDead {

  /** How long one of another machine or folder may be silent while it has unfinished runs. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final RunDatabase database;
  private final Place place;
  private final Notices notices;
  private final Clock clock;

  /** Notices about files are given once; they would come at every look. */
  private final Set<String> said = new HashSet<>();

  TheDead(RunDatabase database, Place place, Notices notices, Clock clock) {
    this.database = database;
    this.place = place;
    this.notices = notices;
    this.clock = clock;
  }

  /**
   * Folds what the dead have left, and gives their unfinished runs the state Crashed. Each dead has
   * one who does, however many try.
   */
  void bury() throws SQLException, IOException {
    List<AbandonedJournal> left = AbandonedJournal.in(place.journal(), this::sayOnce);
    try {
      for (AbandonedJournal journal : left) {
        fold(journal);
      }
    } finally {
      left.forEach(AbandonedJournal::close);
    }
    for (ProcessTable.Row process : database.processes().notSeenFor(SILENCE)) {
      if (!isJudgedByLease(process)) {
        takeForDead(process);
      }
    }
    if (!database.cancels().isEmpty()) {
      database.write(database.cancels()::deleteLate);
    }
  }

  private void fold(AbandonedJournal journal) throws SQLException {
    try {
      Optional<ProcessTable.Row> known = database.processes().withId(journal.processId());
      Position from = known.map(ProcessTable.Row::folded).orElse(Position.START);
      Batch batch = journal.read(from, Folding.BATCH_BYTES);
      if (!batch.events().isEmpty() || known.filter(ProcessTable.Row::isAlive).isPresent()) {
        fold(journal, batch);
      }
      journal.delete();
    } catch (IOException e) {
      sayOnce("The journal of an earlier session can't be read: " + FileFailure.why(e));
    }
  }

  private void fold(AbandonedJournal journal, Batch first) throws SQLException, IOException {
    Ledger ledger = Ledger.open(database, journal.processId(), null);
    Instant last = journal.lastSeen();
    Batch batch = first;
    while (!batch.events().isEmpty()) {
      if (!ledger.write(batch)) {
        // another machine has taken it for dead just now
        ledger = Ledger.open(database, journal.processId(), null);
        ledger.write(batch);
      }
      last = later(last, batch.events());
      batch = journal.read(batch.end(), Folding.BATCH_BYTES);
    }
    if (journal.damages() > 0) {
      sayOnce(
          "The journal of an earlier session was damaged at %d places; what could be read is kept"
              .formatted(journal.damages()));
    }
    ledger.end(last, crash(last, "its process ended at " + time(last)));
  }

  private static Instant later(Instant instant, List<RunEvent> events) {
    Instant latest = instant;
    for (RunEvent event : events) {
      Instant at = at(event);
      if (at.isAfter(latest)) {
        latest = at;
      }
    }
    return latest;
  }

  private static Instant at(RunEvent event) {
    if (event instanceof RunEvent.TaskRunChanged changed) {
      return changed.state().at();
    } else if (event instanceof RunEvent.FlowRunChanged changed) {
      return changed.state().at();
    } else if (event instanceof RunEvent.Logged logged) {
      return logged.line().at();
    } else if (event instanceof RunEvent.ArtifactAdded added) {
      return added.artifact().at();
    } else if (event instanceof RunEvent.TaskRunCreated created) {
      return created.run().state().at();
    } else if (event instanceof RunEvent.FlowRunCreated created) {
      return created.run().state().at();
    }
    return Instant.MIN;
  }

  /** Whether the process is one of our folder that may live: a suspended machine kills nobody. */
  private boolean isJudgedByLease(ProcessTable.Row process) {
    return process.host().equals(place.host())
        && process.journal().equals(place.journal().toString())
        && Files.exists(place.journal().resolve(process.id() + ".lock"));
  }

  private void takeForDead(ProcessTable.Row process) throws SQLException {
    Instant seen = process.seenAt();
    String where = process.host().isEmpty() ? "" : " on " + process.host();
    Function<Run, State> crash =
        crash(seen, "its process" + where + " was last seen at " + time(seen));
    database.write(
        () -> {
          if (database.processes().endSilent(process.key(), SILENCE)) {
            new RunWriter(database, process.key()).endAll(crash);
          }
          return true;
        });
  }

  private static Function<Run, State> crash(Instant lastSeen, String message) {
    return run -> {
      // no state comes before the one it follows
      Instant at = lastSeen.isBefore(run.state().at()) ? run.state().at() : lastSeen;
      return State.crashed(at, run.state().attempt(), message);
    };
  }

  private String time(Instant at) {
    return TIME.format(at.atZone(clock.getZone()));
  }

  private void sayOnce(String sentence) {
    if (said.add(sentence)) {
      notices.tell(sentence);
    }
  }
}
