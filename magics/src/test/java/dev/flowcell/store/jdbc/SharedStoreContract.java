package dev.flowcell.store.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunEvent.FlowRunChanged;
import dev.flowcell.run.RunEvent.FlowRunCreated;
import dev.flowcell.run.RunEvent.Logged;
import dev.flowcell.run.RunEvent.TaskRunChanged;
import dev.flowcell.run.RunEvent.TaskRunCreated;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import dev.flowcell.schedule.CatchUp;
import dev.flowcell.schedule.Overlap;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.schedule.Timing;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.Offer;
import dev.flowcell.store.RunRequest;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.RunStoreException;
import dev.flowcell.store.journal.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes that share a database promise each other: crashes, cancels, fences. */
abstract class SharedStoreContract {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Schedule HOURLY =
      new Schedule(
          "hourly",
          "exam",
          "/n.ipynb",
          new Timing.Every(Duration.ofHours(1), NOON),
          Map.of(),
          CatchUp.NONE,
          Overlap.SKIP,
          false,
          false,
          NOON);
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path home;

  private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();
  private final List<RunStore> opened = new CopyOnWriteArrayList<>();

  /** Opens the shared database as a process with that home does. */
  abstract RunStore open(Path home, BlockingQueue<String> notices);

  /** The same database, to look into. */
  abstract Dialect database(Path home);

  final RunStore store() {
    RunStore store = open(home, notices);
    opened.add(store);
    return store;
  }

  @AfterEach
  void close_all() {
    opened.forEach(RunStore::close);
  }

  @Test
  void the_runs_of_a_dead_process_are_crashed_at_the_next_look() throws Exception {
    LogLine line = new LogLine(NOON, Level.INFO, "log", "hi", "01A", "T2", 1);
    leaveBehind(
        "dead",
        new FlowRunCreated(flow("01A")),
        new FlowRunChanged("01A", State.running(NOON, 1)),
        new TaskRunCreated(task("T1")),
        new TaskRunChanged("T1", State.running(NOON, 1)),
        new TaskRunChanged("T1", State.completed(NOON, 1)),
        new TaskRunCreated(task("T2")),
        new TaskRunChanged("T2", State.running(NOON, 2)),
        new Logged(line));

    RunTree found = store().find("01A").orElseThrow();

    assertThat(history(requireNonNull(found.flow())))
        .containsExactly("Pending", "Running", "Crashed");
    assertThat(history(found.tasks().get(0))).containsExactly("Pending", "Running", "Completed");
    State crashed = found.tasks().get(1).state();
    assertThat(crashed.name()).isEqualTo("Crashed");
    assertThat(crashed.attempt()).isEqualTo(2);
    assertThat(crashed.message()).matches("its process ended at \\d\\d:\\d\\d:\\d\\d");
    assertThat(crashed.at()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(found.logs()).containsExactly(line);
    assertThat(Files.list(home.resolve("journal"))).isEmpty();
  }

  @Test
  void a_process_that_dies_later_is_found_by_a_store_that_is_open() throws Exception {
    RunStore store = store();
    assertThat(store.flowRuns(new FlowRunQuery(null, 1))).isEmpty();
    leaveBehind("dead", new FlowRunCreated(flow("01A")));

    // a look is at most a second old
    for (long end = System.nanoTime() + LONG.toNanos(); System.nanoTime() < end; ) {
      if (!store.flowRuns(new FlowRunQuery(null, 1)).isEmpty()) {
        break;
      }
    }

    assertThat(history(store, "01A")).containsExactly("Pending", "Crashed");
  }

  @Test
  void a_process_that_lives_is_left_alone() {
    RunStore living = store();
    living.onEvent(new FlowRunCreated(flow("01A")));
    assertThat(living.flush(LONG)).isTrue();

    assertThat(history(store(), "01A")).containsExactly("Pending");
    living.onEvent(new FlowRunChanged("01A", State.completed(NOON, 1)));
    assertThat(history(living, "01A")).containsExactly("Pending", "Completed");
  }

  @Test
  void many_who_look_at_once_mark_a_crash_once() throws Exception {
    for (int dead = 0; dead < 5; dead++) {
      leaveBehind("dead-" + dead, new FlowRunCreated(flow("01A" + dead)));
    }
    List<Callable<List<FlowRun>>> looks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      RunStore store = store();
      looks.add(() -> store.flowRuns(new FlowRunQuery(null, 10)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(looks.size());
    try {
      for (Future<List<FlowRun>> look : threads.invokeAll(looks)) {
        look.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(store().flowRuns(new FlowRunQuery(null, 10)))
        .hasSize(5)
        .allSatisfy(run -> assertThat(history(run)).containsExactly("Pending", "Crashed"));
  }

  @Test
  void a_run_that_goes_on_when_its_store_is_closed_is_cancelled() {
    RunStore store = store();
    store.onEvent(new FlowRunCreated(flow("01A")));
    store.onEvent(new FlowRunChanged("01A", State.running(NOON, 1)));
    store.close();

    FlowRun run = requireNonNull(store().find("01A").orElseThrow().flow());
    assertThat(history(run)).containsExactly("Pending", "Running", "Cancelled");
    assertThat(run.state().message()).isEqualTo("its process ended before it did");
  }

  @Test
  void a_silent_process_of_another_machine_is_taken_for_dead_and_may_return() throws Exception {
    RunStore far = open(home.resolve("far"), notices);
    opened.add(far);
    far.onEvent(new FlowRunCreated(flow("01A")));
    assertThat(far.flush(LONG)).isTrue();
    assertThat(history(store(), "01A")).as("seen just now").containsExactly("Pending");

    FlowRun run = flow("01A");
    for (int look = 0; look < 50 && run.history().size() < 2; look++) {
      // again where it was seen between the two
      execute("UPDATE process SET host = 'lab-3', seen_at = seen_at - 3600000000");
      run = requireNonNull(store().find("01A").orElseThrow().flow());
    }
    assertThat(history(run)).containsExactly("Pending", "Crashed");
    assertThat(run.state().message()).startsWith("its process on lab-3 was last seen at ");

    far.onEvent(new FlowRunChanged("01A", State.running(NOON, 1)));
    far.onEvent(new FlowRunChanged("01A", State.completed(NOON, 1)));

    assertThat(history(far, "01A")).containsExactly("Pending", "Crashed", "Running", "Completed");
    assertThat(requireNonNull(notices.poll(1, TimeUnit.MINUTES)))
        .startsWith("This process was not heard of for a while and taken for dead");
    assertThat(notices).isEmpty();
  }

  @Test
  void a_request_to_cancel_reaches_the_process_that_runs_it() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    RunStore owner = store();
    owner.onCancelRequest(told::add);
    owner.onEvent(new FlowRunCreated(flow("01A")));
    owner.onEvent(new FlowRunCreated(flow("01B")));
    owner.onEvent(new FlowRunChanged("01B", State.completed(NOON, 1)));
    assertThat(owner.flush(LONG)).isTrue();

    RunStore other = store();
    other.requestCancel("01B");
    other.requestCancel("01A");
    other.requestCancel("01A");

    assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo("01A");
    assertThat(told).isEmpty();
  }

  @Test
  void who_watches_is_told_soon_of_what_others_do() throws Exception {
    RunStore writer = store();
    RunStore reader = store();
    writer.onEvent(new FlowRunCreated(flow("01A")));
    assertThat(writer.flush(LONG)).isTrue();
    CountDownLatch begun = new CountDownLatch(1);
    BlockingQueue<Long> told = new LinkedBlockingQueue<>();
    reader.watch(
        ids -> {
          begun.countDown();
          told.add(System.nanoTime());
        });
    // from when on it is looked at others is not told
    while (!begun.await(50, TimeUnit.MILLISECONDS)) {
      writer.onEvent(new Logged(line("begun?")));
    }

    long best = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      told.clear();
      long start = System.nanoTime();
      writer.onEvent(new Logged(line("line " + i)));
      best = Math.min(best, requireNonNull(told.poll(1, TimeUnit.MINUTES)) - start);
    }
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(300));
    assertThat(reader.logs(LogQuery.newest(1))).containsExactly(line("line 19"));
  }

  @Test
  void a_process_runs_what_another_one_asks_for_and_its_offer_ends_with_it() throws Exception {
    RunStore owner = store();
    BlockingQueue<RunRequest> asked = new LinkedBlockingQueue<>();
    owner.onRequest(asked::add);
    owner.offer("exam.ipynb", List.of(new Offer.Flow("exam", List.of())));
    RunStore other = store();
    other.onRequest(request -> asked.add(new RunRequest.Resume("the wrong process", "")));
    other.offer("other.ipynb", List.of());
    List<Offer> offers = other.offers();
    for (long end = System.nanoTime() + LONG.toNanos();
        offers.size() < 2 && System.nanoTime() < end; ) {
      offers = other.offers();
    }
    String process =
        offers.stream()
            .filter(offer -> offer.notebook().equals("exam.ipynb"))
            .map(Offer::processId)
            .findFirst()
            .orElseThrow();

    String first = other.requestRun(process, "exam", "{}");
    assertThat(asked.poll(1, TimeUnit.MINUTES))
        .isEqualTo(new RunRequest.Start(first, "exam", "{}"));
    owner.answer(first, new RunRequest.Accepted("01A"));
    String second = other.requestRun(process, "exam", "{}");
    assertThat(asked.poll(1, TimeUnit.MINUTES))
        .isEqualTo(new RunRequest.Start(second, "exam", "{}"));
    owner.close();

    assertThat(other.answer(first)).contains(new RunRequest.Accepted("01A"));
    assertThat(other.answer(second)).contains(new RunRequest.Refused("its process has ended"));
    assertThat(other.offers()).extracting(Offer::notebook).containsExactly("other.ipynb");
    assertThatThrownBy(() -> other.requestRun(process, "exam", "{}"))
        .isInstanceOf(RunStoreException.class)
        .hasMessage("The notebook's kernel has ended; open the notebook and run its cells again");
  }

  @Test
  void who_offers_flows_hears_soon_of_requests_and_of_changed_schedules() throws Exception {
    RunStore owner = store();
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    owner.onRequest(heard::add);
    owner.offer("exam.ipynb", List.of(new Offer.Flow("exam", List.of())));
    RunStore other = store();
    List<Offer> offers = other.offers();
    for (long end = System.nanoTime() + LONG.toNanos();
        offers.isEmpty() && System.nanoTime() < end; ) {
      offers = other.offers();
    }

    long best = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      var unused = other.requestRun(offers.get(0).processId(), "exam", "{}");
      assertThat(heard.poll(1, TimeUnit.MINUTES)).isInstanceOf(RunRequest.Start.class);
      best = Math.min(best, System.nanoTime() - start);
    }
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofSeconds(1));

    owner.schedules().onOthers(() -> heard.add("schedules"));
    other.schedules().put(HOURLY);
    assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("schedules");
  }

  @Test
  void a_text_is_found_in_what_several_processes_write_at_once() {
    RunStore one = store();
    RunStore two = store();
    for (int i = 0; i < 50; i++) {
      one.onEvent(new Logged(line("from one: " + i)));
      two.onEvent(new Logged(line("from two: " + i)));
      assertThat(i % 5 > 0 || (one.flush(LONG) && two.flush(LONG))).isTrue();
    }
    assertThat(one.flush(LONG)).isTrue();
    assertThat(two.flush(LONG)).isTrue();

    assertThat(one.logs(LogQuery.newest(100).holding("FROM TWO"))).hasSize(50);
    assertThat(two.logs(LogQuery.newest(100).holding("one: 33")))
        .containsExactly(line("from one: 33"));
    assertThat(two.logs(LogQuery.newest(100).holding("one: 3"))).hasSize(11);
  }

  private static LogLine line(String message) {
    return new LogLine(NOON, Level.INFO, "log", message, "01A", null, 1);
  }

  @Test
  void a_request_that_comes_too_late_is_dropped() throws Exception {
    RunStore owner = store();
    owner.onEvent(new FlowRunCreated(flow("01A")));
    assertThat(owner.flush(LONG)).isTrue();
    execute("INSERT INTO cancel_request SELECT id, 0 FROM flow_run");
    execute("UPDATE flow_run SET ended_at = 1");

    store().flowRuns(new FlowRunQuery(null, 1));

    try (Jdbc jdbc = new Jdbc(database(home).connectToRead())) {
      assertThat(new CancelTable(jdbc, "0").isEmpty()).isTrue();
    }
  }

  @Test
  void flush_is_quick_once_the_database_is_open() {
    RunStore store = store();
    store.onEvent(new FlowRunCreated(flow("01A")));
    assertThat(store.flush(LONG)).isTrue();

    long best = Long.MAX_VALUE;
    for (int i = 0; i < 200; i++) {
      store.onEvent(new Logged(new LogLine(NOON, Level.INFO, "log", "x", "01A", null, 1)));
      long start = System.nanoTime();
      assertThat(store.flush(LONG)).isTrue();
      best = Math.min(best, System.nanoTime() - start);
    }

    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(5));
    assertThat(store.logs(new LogQuery(null, null, Level.TRACE, 1000))).hasSize(200);
  }

  /** What a process leaves that ends without a word. */
  private void leaveBehind(String processId, RunEvent... events) throws Exception {
    try (Journal journal = Journal.open(home.resolve(journals()), processId)) {
      for (RunEvent event : events) {
        journal.append(event);
      }
    }
  }

  /** The folder of the journals in the home. */
  String journals() {
    return "journal";
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database(home).connectToWrite();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> history(RunStore store, String id) {
    return history(requireNonNull(store.find(id).orElseThrow().flow()));
  }

  private static List<String> history(Run run) {
    return run.history().stream().map(State::name).toList();
  }

  private static FlowRun flow(String id) {
    return new FlowRun(id, "f", null, Map.of(), "", 1, "", NOON, List.of(State.pending(NOON)));
  }

  private static TaskRun task(String id) {
    return new TaskRun(id, "t", "01A", 1, 1, "", NOON, List.of(State.pending(NOON)));
  }
}
