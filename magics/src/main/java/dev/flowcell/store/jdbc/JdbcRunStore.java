package dev.flowcell.store.jdbc;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.TaskRun;
import dev.flowcell.schedule.ScheduleStore;
import dev.flowcell.store.Deleted;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.FlowSummary;
import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.store.LogPage;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.Offer;
import dev.flowcell.store.RunCounts;
import dev.flowcell.store.RunRequest;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.RunStoreException;
import dev.flowcell.store.Watch;
import dev.flowcell.store.Watchers;
import dev.flowcell.store.journal.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store on a database. An event is in this process's journal when {@link #onEvent} returns, so
 * that a killed process loses nothing; one writing thread folds the journal into the database. A
 * run never waits for the database.
 *
 * <p>While the database can't be used, events wait in the journal, and queries tell of this
 * process's runs alone. Where no journal can be made, the store is one in memory.
 *
 * <p>A run that goes on when the store is closed is Cancelled: its process ended as it was told to.
 * One whose process was killed is Crashed, as the next opener finds.
 */
final class JdbcRunStore implements RunStore {

  /** How long a query waits for what came in before, and closing for the writer. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String CANT_CANCEL = "The run can't be cancelled";

  private static final String CANT_DELETE = "Runs can't be deleted";

  private final Dialect dialect;
  private final Path journals;
  private final Notices notices;
  private final Clock clock;
  private final Watchers watchers = new Watchers();
  private final Intake intake;
  private final Agenda agenda = new Agenda();
  private final Desk desk = new Desk();
  private final ScheduleStore schedules = new JdbcSchedules(this);
  private final Thread writer = new Thread(this::fold, "flowcell-store");
  private final Thread atExit = new Thread(this::close, "flowcell-store-exit");
  private volatile boolean started;

  /**
   * @param journals the folder of the journals that belong to this database
   * @param notice told on a thread of the store's own what is wrong, and when it is well again
   */
  JdbcRunStore(Dialect dialect, Path journals, Consumer<String> notice, Clock clock) {
    this.dialect = dialect;
    this.journals = journals;
    this.notices = new Notices(notice);
    this.clock = clock;
    this.intake = new Intake(journals, notices, watchers);
    writer.setDaemon(true);
  }

  @Override
  public void onEvent(RunEvent event) {
    onEvents(List.of(event));
  }

  @Override
  public void onEvents(List<RunEvent> events) {
    if (intake.take(events)) {
      start();
      agenda.ring();
    }
  }

  private void start() {
    if (!started) {
      startOnce();
    }
  }

  private synchronized void startOnce() {
    if (started) {
      return;
    }
    started = true;
    try {
      Runtime.getRuntime().addShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the process ends already; what comes now is kept if there is time, and in the journal
    }
    writer.start();
  }

  /** The writer thread. */
  private void fold() {
    Place place = Place.here(journals);
    new Folding(dialect, place, intake, agenda, notices, desk, watchers, clock).run();
  }

  @Override
  public boolean flush(Duration atMost) {
    if (Thread.currentThread() == writer) {
      // a listener that was told of a request to cancel waits for what this thread has to do
      return false;
    }
    intake.retry();
    try {
      return agenda.awaitFolded(intake.end(), atMost) && intake.isComplete();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public List<FlowRun> flowRuns(FlowRunQuery query) {
    return ask(tables -> tables.flowRuns(query), store -> store.flowRuns(query));
  }

  @Override
  public Optional<RunTree> find(String id) {
    return ask(tables -> tables.find(id), store -> store.find(id));
  }

  @Override
  public RunCounts counts(FlowRunQuery query) {
    return ask(tables -> tables.counts(query), store -> store.counts(query));
  }

  @Override
  public SortedMap<LocalDate, RunCounts> countsByDay(LocalDate first, LocalDate last, ZoneId zone) {
    return ask(
        tables -> tables.countsByDay(first, last, zone),
        store -> store.countsByDay(first, last, zone));
  }

  @Override
  public List<FlowSummary> flows() {
    return ask(RunTables::flows, RunStore::flows);
  }

  @Override
  public List<String> flowNames() {
    return ask(RunTables::flowNames, RunStore::flowNames);
  }

  @Override
  public Optional<FlowRun> flowRun(String id) {
    return ask(tables -> tables.flowRun(id), store -> store.flowRun(id));
  }

  @Override
  public Optional<TaskRun> taskRun(String id) {
    return ask(tables -> tables.taskRun(id), store -> store.taskRun(id));
  }

  @Override
  public List<Run> runs(Collection<String> ids) {
    return ask(tables -> tables.runs(ids), store -> store.runs(ids));
  }

  @Override
  public LogPage logPage(LogQuery query) {
    return ask(tables -> tables.logPage(query), store -> store.logPage(query));
  }

  @Override
  public Watch watch(Consumer<Set<String>> listener) {
    Watch watch = watchers.add(listener);
    start();
    agenda.wake();
    return watch;
  }

  @Override
  public String requestRun(String processId, String flow, String parametersJson) {
    return request(
        processId, new RunRequest.Start(UUID.randomUUID().toString(), flow, parametersJson));
  }

  @Override
  public String requestResume(String processId, String flowRunId) {
    return request(processId, new RunRequest.Resume(UUID.randomUUID().toString(), flowRunId));
  }

  private String request(String processId, RunRequest request) {
    InMemoryRunStore memory = intake.memory();
    if (memory != null) {
      return memory.request(processId, request);
    }
    boolean isAsked =
        change(
            "The notebook's kernel can't be asked",
            jdbc -> new RequestTable(jdbc).insert(processId, request, dialect.now()));
    if (!isAsked) {
      throw new RunStoreException(
          "The notebook's kernel has ended; open the notebook and run its cells again", null);
    }
    return request.id();
  }

  @Override
  public Optional<RunRequest.Answer> answer(String requestId) {
    return ask(tables -> tables.answer(requestId), store -> store.answer(requestId));
  }

  @Override
  public void onRequest(Consumer<RunRequest> listener) {
    desk.onRequest(listener);
  }

  @Override
  public void answer(String requestId, RunRequest.Answer answer) {
    InMemoryRunStore memory = intake.memory();
    if (memory != null) {
      memory.answer(requestId, answer);
      return;
    }
    desk.reply(new Desk.Reply(requestId, answer));
    agenda.wake();
  }

  @Override
  public void offer(String notebook, List<Offer.Flow> flows) {
    // who holds the lock of a journal lives
    intake.begin();
    InMemoryRunStore memory = intake.memory();
    if (memory != null) {
      memory.onRequest(desk.requestListener());
      memory.offer(notebook, flows);
      return;
    }
    desk.offer(new Desk.Offering(notebook, List.copyOf(flows)));
    start();
    agenda.wake();
  }

  @Override
  public List<Offer> offers() {
    return ask(tables -> tables.offers(dialect.now()), RunStore::offers);
  }

  @Override
  public Deleted delete(String flowRunId) {
    InMemoryRunStore memory = intake.memory();
    if (memory != null) {
      return memory.delete(flowRunId);
    }
    return change(CANT_DELETE, jdbc -> delete(flowRunId, jdbc));
  }

  private Deleted delete(String flowRunId, Jdbc jdbc) throws SQLException {
    Optional<FlowRun> run = new FlowRunTable(jdbc).withId(flowRunId);
    if (run.isEmpty()) {
      return Deleted.NOTHING;
    }
    Deletion deletion = new Deletion(jdbc, dialect.idType());
    deletion.noteFamily(flowRunId);
    Deleted.check(run.get(), deletion.goesOn());
    Deleted deleted = deletion.run();
    Deletion.sweep(jdbc);
    return deleted;
  }

  @Override
  public Deleted prune(Instant before, boolean dryRun) {
    InMemoryRunStore memory = intake.memory();
    if (memory != null) {
      return memory.prune(before, dryRun);
    }
    if (dryRun) {
      return change(
          CANT_DELETE,
          jdbc -> {
            Deletion deletion = new Deletion(jdbc, dialect.idType());
            deletion.noteEnded(Instant.EPOCH, before);
            return deletion.count();
          });
    }
    Deleted deleted = Deleted.NOTHING;
    Instant from = Instant.EPOCH;
    while (from.isBefore(before)) {
      Instant start = from;
      Instant end = change(CANT_DELETE, jdbc -> new FlowRunTable(jdbc).portion(start, before));
      deleted = deleted.and(change(CANT_DELETE, jdbc -> deleteEnded(start, end, jdbc)));
      from = end;
    }
    return deleted.isNothing() ? deleted : sweep(deleted);
  }

  private Deleted deleteEnded(Instant from, Instant until, Jdbc jdbc) throws SQLException {
    Deletion deletion = new Deletion(jdbc, dialect.idType());
    deletion.noteEnded(from, until);
    return deletion.run();
  }

  private Deleted sweep(Deleted deleted) {
    var unused =
        change(
            CANT_DELETE,
            jdbc -> {
              Deletion.sweep(jdbc);
              return true;
            });
    try {
      return deleted.withBytes(dialect.reclaim());
    } catch (SQLException e) {
      notices.tell("The room of deleted runs is left to later ones: " + dialect.explain(e));
      return deleted;
    }
  }

  private <T> T ask(RunDatabase.Question<T> ofDatabase, Function<RunStore, T> ofMemory) {
    InMemoryRunStore memory = intake.memory();
    if (memory != null) {
      return ofMemory.apply(memory);
    }
    try {
      if (isUpToDate()) {
        return read(ofDatabase);
      }
      if (intake.journal() == null) {
        throw new RunStoreException("Runs can't be read: " + agenda.whyDown(), null);
      }
      return ofMemory.apply(replay());
    } catch (SQLException e) {
      throw new RunStoreException("Runs can't be read: " + dialect.explain(e), e);
    } catch (IOException e) {
      throw new RunStoreException(
          "Runs can't be read from " + journals + ": " + FileFailure.why(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunStoreException("interrupted while waiting for " + describe(), e);
    }
  }

  /** A second time on a new connection: the first may have been cut while nobody used it. */
  private <T> T read(RunDatabase.Question<T> question) throws SQLException {
    try {
      return RunDatabase.read(dialect, question);
    } catch (SQLException e) {
      dialect.discardConnections();
      return RunDatabase.read(dialect, question);
    }
  }

  /** Whether the database has all that came in before; false while it is down. */
  private boolean isUpToDate() throws InterruptedException {
    start();
    if (agenda.awaitOpen(PATIENCE)) {
      agenda.awaitLook(PATIENCE);
      Position end = intake.end();
      if (agenda.awaitFolded(end, PATIENCE)) {
        return true;
      }
    }
    if (!agenda.isDown()) {
      throw new RunStoreException(describe() + " has not answered for a minute; try again", null);
    }
    return false;
  }

  /** Read on a thread that nobody interrupts: an interrupt would close the journal's file. */
  private RunStore replay() throws IOException, SQLException, InterruptedException {
    CompletableFuture<RunStore> replayed = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                replayed.complete(Replay.of(intake, agenda.folded(), dialect));
              } catch (IOException | SQLException | RuntimeException e) {
                replayed.completeExceptionally(e);
              }
            },
            "flowcell-replay");
    reader.setDaemon(true);
    reader.start();
    try {
      return replayed.get();
    } catch (ExecutionException e) {
      return rethrow(e.getCause());
    }
  }

  private static RunStore rethrow(@Nullable Throwable failure) throws IOException, SQLException {
    if (failure instanceof IOException unreadable) {
      throw unreadable;
    }
    if (failure instanceof SQLException refused) {
      throw refused;
    }
    throw new IllegalStateException(failure);
  }

  @Override
  public void requestCancel(String flowRunId) {
    InMemoryRunStore memory = intake.memory();
    if (memory != null) {
      memory.onCancelRequest(desk.cancelListener());
      memory.requestCancel(flowRunId);
    } else if (!isUpToDateOr(CANT_CANCEL) && intake.journal() != null) {
      // it may be one of this process
      desk.cancelListener().accept(flowRunId);
    } else {
      change(
          CANT_CANCEL,
          jdbc -> {
            new CancelTable(jdbc, dialect.now()).insert(flowRunId);
            return true;
          });
    }
  }

  @Override
  public void onCancelRequest(Consumer<String> listener) {
    desk.onCancelRequest(listener);
  }

  /** Something done in one transaction. */
  @FunctionalInterface
  private interface Change<T> {
    T in(Jdbc jdbc) throws SQLException;
  }

  /**
   * Changes the database once it has all that came in before.
   *
   * @param failure what can't be done when it can't be changed
   */
  private <T> T change(String failure, Change<T> change) {
    if (!isUpToDateOr(failure)) {
      throw new RunStoreException(failure + ": " + agenda.whyDown(), null);
    }
    try {
      return inTransaction(change);
    } catch (SQLException e) {
      dialect.discardConnections();
      throw new RunStoreException(failure + ": " + dialect.explain(e), e);
    }
  }

  private boolean isUpToDateOr(String failure) {
    try {
      return isUpToDate();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunStoreException(failure + ": interrupted while waiting for " + describe(), e);
    }
  }

  private <T> T inTransaction(Change<T> change) throws SQLException {
    try (Jdbc jdbc = new Jdbc(dialect.connectToWrite())) {
      jdbc.begin();
      T result = change.in(jdbc);
      dialect.tell(jdbc, Set.of());
      jdbc.commit();
      return result;
    }
  }

  @Override
  public ScheduleStore schedules() {
    return schedules;
  }

  /** The store in memory that stands in where no journal can be made, or null. */
  @Nullable InMemoryRunStore memory() {
    return intake.memory();
  }

  /**
   * Does something with the schedules' tables, in one transaction.
   *
   * @throws RunStoreException when it can't be done
   */
  <T> T withSchedules(boolean writes, JdbcSchedules.Work<T> work) {
    try {
      start();
      if (!agenda.awaitOpen(PATIENCE)) {
        throw new RunStoreException(
            "The schedules can't be had: "
                + (agenda.isDown() ? agenda.whyDown() : describe() + " does not answer"),
            null);
      }
      return writes
          ? inTransaction(jdbc -> work.with(new ScheduleTable(jdbc)))
          : RunDatabase.read(dialect, tables -> work.with(tables.schedules()));
    } catch (SQLException e) {
      dialect.discardConnections();
      throw new RunStoreException("The schedules can't be had: " + dialect.explain(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunStoreException("interrupted while waiting for " + describe(), e);
    }
  }

  /** Told, by the writing thread, when other processes may have written anything. */
  void onOthers(Runnable listener) {
    desk.onOthers(listener);
  }

  /** Has those that have died known as such, before this returns. */
  void lookForTheDead() {
    try {
      agenda.awaitLook(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String describe() {
    return intake.memory() == null
        ? dialect.describe()
        : "memory, instead of " + dialect.describe();
  }

  @Override
  public void close() {
    intake.close();
    agenda.close();
    awaitWriter();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the process ends already, perhaps on this very thread
    }
  }

  private synchronized void awaitWriter() {
    try {
      if (started && Thread.currentThread() != writer) {
        writer.join(PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
