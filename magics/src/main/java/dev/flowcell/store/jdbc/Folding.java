package dev.flowcell.store.jdbc;

import dev.flowcell.run.Run;
import dev.flowcell.run.State;
import dev.flowcell.store.Watchers;
import dev.flowcell.store.journal.Batch;
import dev.flowcell.store.journal.Journal;
import dev.flowcell.store.journal.Position;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the writing thread does: folds this process's journal into the database in groups, and while
 * runs go on tells others that it lives, and looks for requests to cancel and for processes that
 * have died. While the database can't be used it tries again and again.
 */
final class Folding implements Runnable {

  private static final Duration GATHER = Duration.ofMillis(10);

  /** So many events do not wait for more to come. */
  private static final int PLENTY_BYTES = 64 << 10;

  private static final Duration BEAT = Duration.ofSeconds(2);
  private static final Duration IDLE_BEAT = Duration.ofMinutes(1);
  private static final Duration LOOK_FOR_REQUESTS = Duration.ofMillis(250);
  private static final Duration LOOK_FOR_THE_DEAD = Duration.ofSeconds(10);
  private static final Duration UNTIL_RETRY = Duration.ofSeconds(2);
  static final Duration NO_END = Duration.ofDays(1);

  /** So often in a row a connection may be cut before anything is written. */
  private static final int MOST_CUTS = 5;

  /** How much of a journal is folded in one transaction. */
  static final int BATCH_BYTES = 1 << 20;

  private final Dialect dialect;
  private final Place place;
  private final Intake intake;
  private final Agenda agenda;
  private final Notices notices;
  private final Desk desk;
  private final Watchers watchers;
  private final Clock clock;

  private final Pace beats = new Pace(BEAT);
  private final Pace idleBeats = new Pace(IDLE_BEAT);
  private final Pace requests = new Pace(LOOK_FOR_REQUESTS);
  private final Pace deaths = new Pace(LOOK_FOR_THE_DEAD);

  /** This process in the open database, once it has something to write. */
  private @Nullable Ledger ledger;

  private final Lookout lookout;

  /** What this process offers in the open database. */
  private Desk.@Nullable Offering offered;

  /** Whether something was written since the database was opened. */
  private boolean hasWritten;

  private boolean saidDown;
  private boolean saidCaution;

  Folding(
      Dialect dialect,
      Place place,
      Intake intake,
      Agenda agenda,
      Notices notices,
      Desk desk,
      Watchers watchers,
      Clock clock) {
    this.dialect = dialect;
    this.place = place;
    this.intake = intake;
    this.agenda = agenda;
    this.notices = notices;
    this.desk = desk;
    this.watchers = watchers;
    this.clock = clock;
    lookout = new Lookout(agenda::wake);
  }

  @Override
  public void run() {
    try {
      boolean isLastTry = false;
      while (!isLastTry && !isDone()) {
        isLastTry = agenda.isClosed();
        rest();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does; the next opener folds what is left
    } finally {
      Journal journal = intake.journal();
      if (journal != null) {
        journal.close();
      }
      dialect.close();
      agenda.ended();
    }
  }

  /** Works on the database until the store is closed; false when it can't be used. */
  private boolean isDone() throws InterruptedException {
    int vain = 0;
    while (true) {
      hasWritten = false;
      lookout.leave();
      leave();
      try (RunDatabase database = RunDatabase.open(dialect, watchers)) {
        work(database);
        return true;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception | Error e) {
        // errors too: a notebook may fill the heap, and empty it again
        vain = hasWritten ? 0 : vain + 1;
        if (vain > (dialect.isCut(e) ? MOST_CUTS : 0)) {
          down(e);
          return false;
        }
        // what has just worked is tried once more
        dialect.discardConnections();
      }
    }
  }

  private void down(Throwable failure) {
    String why = "";
    try {
      why = dialect.explain(failure);
      if (!saidDown && intake.journal() != null) {
        notices.tell(
            "Runs wait in %s until the store can be used: %s".formatted(place.journal(), why));
        saidDown = true;
      }
    } catch (OutOfMemoryError e) {
      // there is not even room to say it
    }
    agenda.down(why);
  }

  private void rest() throws InterruptedException {
    Journal journal = intake.journal();
    if (journal != null) {
      journal.beat();
    }
    agenda.awaitRetry(UNTIL_RETRY);
  }

  private void work(RunDatabase database) throws SQLException, IOException, InterruptedException {
    TheDead dead = new TheDead(database, place, notices, clock);
    catchUp(database);
    lookForTheDead(dead);
    up();
    while (!agenda.isClosed()) {
      agenda.idle(untilNextDuty(), this::hasWork);
      if (hasWork()) {
        agenda.gather(GATHER, this::isPlenty);
        catchUp(database);
      }
      if (hasUnfinished()) {
        attend(database);
      }
      speak(database);
      lookAtOthers(database);
      if (agenda.isLookWanted() || (hasUnfinished() && deaths.isDue())) {
        lookForTheDead(dead);
      }
    }
    catchUp(database);
    end();
  }

  /** Writes what this process offers and answers. */
  private void speak(RunDatabase database) throws SQLException {
    Desk.Offering offering = desk.offering();
    if (offering != null && offering != offered) {
      ledger(database).offer(offering);
      offered = offering;
    }
    for (Desk.Reply next = desk.replies().peek(); next != null; next = desk.replies().peek()) {
      ledger(database).answer(next);
      desk.replies().remove();
    }
    if (offered != null && idleBeats.isDue()) {
      idleBeats.done();
      beatNow(ledger(database));
    }
  }

  /** Tells what others have written, while somebody wants to know. */
  private void lookAtOthers(RunDatabase database) throws SQLException {
    boolean isWanted = watchers.any() || offered != null;
    Optional<Set<String>> changed = lookout.look(database.news(), isWanted, watchers.any());
    if (changed.isPresent()) {
      watchers.tell(changed.get());
      takeRunRequests();
      desk.othersListener().run();
    }
  }

  private void takeRunRequests() throws SQLException {
    if (ledger != null && offered != null) {
      ledger.takeRunRequests().forEach(request -> tell(desk.requestListener(), request));
    }
  }

  private void up() {
    agenda.opened();
    watchers.tell(Set.of());
    if (saidDown) {
      saidDown = false;
      notices.tell("Runs are kept in the store again: " + dialect.describe());
    }
  }

  private boolean hasWork() {
    return intake.end().compareTo(agenda.folded()) > 0;
  }

  private boolean isPlenty() {
    Position end = intake.end();
    Position folded = agenda.folded();
    return end.segment() > folded.segment() || end.offset() - folded.offset() >= PLENTY_BYTES;
  }

  private boolean hasUnfinished() {
    return ledger != null && ledger.hasUnfinished();
  }

  /** How long the thread may sleep, unless an event wakes it. */
  private Duration untilNextDuty() {
    Duration next = lookout.untilNext(watchers.any());
    next = hasUnfinished() ? sooner(next, requests.untilNext()) : next;
    return offered == null ? next : sooner(next, idleBeats.untilNext());
  }

  private static Duration sooner(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void catchUp(RunDatabase database) throws SQLException, IOException {
    while (hasWork()) {
      Ledger mine = ledger(database);
      Batch batch = intake.read(mine.folded(), BATCH_BYTES);
      if (batch.events().isEmpty()) {
        agenda.folded(batch.end());
        return;
      }
      if (!mine.write(batch)) {
        returnFromTheDead();
        continue;
      }
      hasWritten = true;
      intake.release(batch.end());
      agenda.folded(batch.end());
      beat();
    }
  }

  private Ledger ledger(RunDatabase database) throws SQLException {
    Ledger mine = ledger;
    if (mine == null) {
      Journal journal = intake.journal();
      if (journal == null) {
        throw new IllegalStateException("events come in by the journal");
      }
      if (!saidCaution) {
        saidCaution = true;
        dialect.caution().ifPresent(notices::tell);
      }
      mine = Ledger.open(database, journal.processId(), place);
      agenda.folded(mine.folded());
      ledger = mine;
    }
    return mine;
  }

  private void lookForTheDead(TheDead dead) throws SQLException, IOException {
    dead.bury();
    deaths.done();
    agenda.looked();
  }

  private void attend(RunDatabase database) throws SQLException {
    beat();
    Ledger mine = ledger(database);
    if (requests.isDue()) {
      requests.done();
      mine.takeCancelRequests().forEach(id -> tell(desk.cancelListener(), id));
    }
  }

  private void beat() throws SQLException {
    Journal journal = intake.journal();
    if (journal == null || ledger == null || !ledger.hasUnfinished() || !beats.isDue()) {
      return;
    }
    beats.done();
    journal.beat();
    beatNow(ledger);
  }

  private void beatNow(Ledger mine) throws SQLException {
    if (!mine.beat()) {
      returnFromTheDead();
    }
    hasWritten = true;
  }

  /** Begins anew in the database. */
  private void leave() {
    ledger = null;
    offered = null;
  }

  private void returnFromTheDead() {
    leave();
    notices.tell(
        "This process was not heard of for a while and taken for dead, its runs for crashed;"
            + " what they still do is kept: "
            + dialect.describe());
  }

  private static <T> void tell(Consumer<T> listener, T request) {
    try {
      listener.accept(request);
    } catch (RuntimeException e) {
      // who is told must not stop the writer
    }
  }

  private void end() throws SQLException {
    if (ledger != null) {
      Instant now = clock.instant();
      Function<Run, State> cancelled =
          run -> State.cancelled(now, run.state().attempt(), "its process ended before it did");
      ledger.end(now, cancelled);
    }
  }
}
