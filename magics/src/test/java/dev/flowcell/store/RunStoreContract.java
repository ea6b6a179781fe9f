package dev.flowcell.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.run.Artifact;
import dev.flowcell.run.CallKey;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunEvent.ArtifactAdded;
import dev.flowcell.run.RunEvent.FlowRunChanged;
import dev.flowcell.run.RunEvent.FlowRunCreated;
import dev.flowcell.run.RunEvent.Logged;
import dev.flowcell.run.RunEvent.TaskRunChanged;
import dev.flowcell.run.RunEvent.TaskRunCreated;
import dev.flowcell.run.RunEvent.TaskRunReturned;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.StoredValue;
import dev.flowcell.run.TaskRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every run store promises. */
public abstract class RunStoreContract {

  protected static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final FlowRunQuery ALL = new FlowRunQuery(null, 1000);

  private final List<RunStore> opened = new ArrayList<>();

  /** Opens a store; every one opened in a test shares its runs, where the kind can share. */
  protected abstract RunStore open();

  protected final RunStore store() {
    RunStore store = open();
    opened.add(store);
    return store;
  }

  @AfterEach
  void close_all() {
    opened.forEach(RunStore::close);
  }

  @Test
  void an_empty_store_has_nothing() {
    RunStore store = store();

    assertThat(store.flowRuns(ALL)).isEmpty();
    assertThat(store.find("nobody")).isEmpty();
    assertThat(store.find("")).isEmpty();
    assertThat(logs(store, null)).isEmpty();
    assertThat(store.flush(LONG)).isTrue();
  }

  @Test
  void a_run_comes_back_as_it_was() {
    RunStore store = store();
    RunTree told = tell(store, "01FLOW", "analysisPipeline");

    assertThat(store.find("01FLOW")).contains(told);
    assertThat(store.flowRuns(ALL)).containsExactly(told.subflows().get(0).flow(), told.flow());
  }

  @Test
  void a_flow_run_is_had_by_itself_by_its_whole_id() {
    RunStore store = store();
    RunTree told = tell(store, "01FLOW", "analysisPipeline");

    assertThat(store.flowRun("01FLOW")).hasValue(told.flow());
    assertThat(store.flowRun("FLOW")).isEmpty();
  }

  /** A flow with parameters, a task that fails once and then succeeds, and a subflow that fails. */
  private static RunTree tell(RunStore store, String id, String name) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("year", "2026");
    parameters.put("classes", "[A, B]");
    FlowRun flow =
        new FlowRun(id, name, null, parameters, "exam.ipynb", 4, "void f() {}", NOON, pending(0));
    TaskRun task = new TaskRun(id + "-T", "cleanData", id, 1, 5, "Table c() {}", at(1), pending(1));
    FlowRun sub =
        new FlowRun(id + "-S", "report", id, Map.of(), "", 4, "void r() {}", at(9), pending(9));
    State failure = State.awaitingRetry(at(3), 1, at(6), "IOException: no", "at In [4], line 2\n");
    LogLine ofTask = new LogLine(at(3), Level.WARN, "stdout", "once more", id, task.id(), 1);
    LogLine ofFlow = new LogLine(at(8), Level.INFO, "flow", "two\nlines", id, null, 1);
    LogLine ofSub = new LogLine(at(10), Level.ERROR, "report", "broken", sub.id(), null, 1);
    List<State> ofTaskRun =
        List.of(
            State.running(at(2), 1), failure, State.running(at(6), 2), State.completed(at(7), 2));
    State subFailed = State.failed(at(11), 1, "IllegalStateException: broken", "at In [3], line 1");
    State flowDone = State.completed(at(12), 1);

    store.onEvent(new FlowRunCreated(flow));
    store.onEvent(new FlowRunChanged(id, State.running(at(1), 1)));
    store.onEvent(new TaskRunCreated(task));
    ofTaskRun.forEach(state -> store.onEvent(new TaskRunChanged(task.id(), state)));
    store.onEvent(new Logged(ofTask));
    store.onEvent(new Logged(ofFlow));
    store.onEvent(new FlowRunCreated(sub));
    store.onEvent(new Logged(ofSub));
    store.onEvent(new FlowRunChanged(sub.id(), subFailed));
    store.onEvent(new FlowRunChanged(id, flowDone));

    TaskRun taskDone = task;
    for (State state : ofTaskRun) {
      taskDone = taskDone.with(state);
    }
    return new RunTree(
        flow.with(State.running(at(1), 1)).with(flowDone),
        List.of(taskDone),
        List.of(new RunTree(sub.with(subFailed), List.of(), List.of(), List.of(ofSub))),
        List.of(ofTask, ofFlow));
  }

  @Test
  void what_runs_have_to_show_comes_back_as_it_was() {
    RunStore store = store();
    Artifact table = artifact("A1", "T1", Artifact.Kind.TABLE, "rows \0", "<b>&amp;\ud800");
    Artifact ofFlow = artifact("A2", null, Artifact.Kind.MARKDOWN, "", "");
    store.onEvent(new FlowRunCreated(flow("01F", "f", 0)));
    store.onEvent(new ArtifactAdded(table));
    store.onEvent(new ArtifactAdded(ofFlow));

    assertThat(find(store, "01F").artifacts()).containsExactly(table, ofFlow);
  }

  @Test
  void an_artifact_takes_the_place_of_the_one_with_its_id() {
    RunStore store = store();
    Artifact other = artifact("A2", "T1", Artifact.Kind.LINK, "later", "x");
    store.onEvent(new FlowRunCreated(flow("01F", "f", 0)));
    store.onEvent(new ArtifactAdded(artifact("A1", "T1", Artifact.Kind.PROGRESS, "", "0.1")));
    store.onEvent(new ArtifactAdded(artifact("A1", "T1", Artifact.Kind.PROGRESS, "", "0.2")));
    store.onEvent(new ArtifactAdded(other));
    assertThat(store.flush(LONG)).isTrue();
    Artifact last = artifact("A1", "T1", Artifact.Kind.PROGRESS, "half", "0.5");
    store.onEvent(new ArtifactAdded(last));

    assertThat(find(store, "01F").artifacts()).containsExactly(last, other);
  }

  private static Artifact artifact(
      String id, @Nullable String task, Artifact.Kind kind, String name, String text) {
    return new Artifact(id, "01F", task, 2, kind, name, at(3), Map.of(Artifact.TEXT, text));
  }

  @Test
  void what_resuming_needs_comes_back_as_it_was() {
    RunStore store = store();
    StoredValue arguments = new StoredValue("a1", 3, new byte[] {1, 0, -1});
    StoredValue result = new StoredValue("b2", 5_000_000_000L, null);
    FlowRun flow =
        new FlowRun("01B", "f", null, Map.of(), "", 1, "", NOON, "01A", arguments, pending(0));
    TaskRun task =
        new TaskRun(
            "T3",
            "t",
            "01B",
            1,
            1,
            "",
            NOON,
            new CallKey("c3", 2),
            List.of("T1", "T2"),
            null,
            pending(0));
    store.onEvent(new FlowRunCreated(flow));
    store.onEvent(new TaskRunCreated(task));
    assertThat(find(store, "01B").tasks()).containsExactly(task);

    store.onEvent(new TaskRunReturned("T3", result));
    store.onEvent(new TaskRunChanged("T3", State.cached(at(1), "from 01A")));

    RunTree found = find(store, "01B");
    assertThat(found.flow()).isEqualTo(flow);
    assertThat(found.tasks())
        .containsExactly(task.with(result).with(State.cached(at(1), "from 01A")));
  }

  @Test
  void a_state_that_comes_after_the_end_is_kept() {
    RunStore store = store();
    store.onEvent(new FlowRunCreated(flow("01A", "f", 0)));
    store.onEvent(new TaskRunCreated(task("T1", "t", "01A", 1)));
    store.onEvent(new TaskRunChanged("T1", State.cancelled(at(1), 1, "given up")));
    store.onEvent(new FlowRunChanged("01A", State.failed(at(1), 1, "no", "")));
    assertThat(flow(store, "01A").history()).hasSize(2);

    store.onEvent(new TaskRunChanged("T1", State.completed(at(2), 1)));
    store.onEvent(new FlowRunChanged("01A", State.completed(at(2), 1)));

    assertThat(flow(store, "01A").history()).hasSize(3);
    assertThat(find(store, "01A").tasks().get(0).history()).hasSize(3);
  }

  @Test
  void flow_runs_are_asked_for_by_the_type_or_name_of_their_state() {
    RunStore store = store();
    Map<String, State> states =
        Map.of(
            "01A", State.running(at(1), 1),
            "01B", State.running(at(1), 2),
            "01C", State.failed(at(1), 1, "no", ""),
            "01D", State.timedOut(at(1), 1, "late", ""));
    for (String id : List.of("01A", "01B", "01C", "01D")) {
      store.onEvent(new FlowRunCreated(flow(id, "f", 0)));
      store.onEvent(new FlowRunChanged(id, requireNonNull(states.get(id))));
    }

    assertThat(ids(store, "failed")).containsExactly("01D", "01C");
    assertThat(ids(store, "timedout")).containsExactly("01D");
    assertThat(ids(store, "RUNNING")).containsExactly("01B", "01A");
    assertThat(ids(store, "Retrying")).containsExactly("01B");
    assertThat(ids(store, "unheard")).isEmpty();
  }

  private static List<String> ids(RunStore store, String state) {
    return store.flowRuns(new FlowRunQuery(null, state, 10)).stream().map(FlowRun::id).toList();
  }

  @Test
  void a_request_to_cancel_reaches_who_runs_it_and_none_whose_run_has_ended() throws Exception {
    RunStore store = store();
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    store.onCancelRequest(told::add);
    store.onEvent(new FlowRunCreated(flow("01A", "f", 0)));
    store.onEvent(new FlowRunCreated(subflow("01B", "01A")));
    store.onEvent(new FlowRunCreated(flow("01C", "f", 0)));
    store.onEvent(new FlowRunChanged("01C", State.completed(at(1), 1)));

    store.requestCancel("01C");
    store.requestCancel("nobody");
    store.requestCancel("01B");

    assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo("01B");
    assertThat(told).isEmpty();
  }

  @Test
  void a_run_that_goes_on_is_shown_as_far_as_it_has_come() {
    RunStore store = store();
    store.onEvent(new FlowRunCreated(flow("01A", "f", 0)));
    store.onEvent(new FlowRunChanged("01A", State.running(at(1), 1)));

    assertThat(flow(store, "01A").state()).isEqualTo(State.running(at(1), 1));
  }

  @Test
  void task_runs_keep_the_order_of_their_calls() {
    RunStore store = store();
    store.onEvent(new FlowRunCreated(flow("01A", "f", 0)));
    for (String id : List.of("T3", "T1", "T2")) {
      store.onEvent(new TaskRunCreated(task(id, "t", "01A", 1)));
    }

    assertThat(find(store, "01A").tasks())
        .extracting(TaskRun::id)
        .containsExactly("T3", "T1", "T2");
  }

  @Test
  void lines_of_task_runs_outside_flows_are_kept() {
    RunStore store = store();
    LogLine line = new LogLine(at(2), Level.INFO, "t", "alone", null, "T1", 1);
    store.onEvent(new TaskRunCreated(task("T1", "t", null, 1)));
    store.onEvent(new Logged(line));
    store.onEvent(new TaskRunChanged("T1", State.completed(at(3), 1)));

    assertThat(logs(store, null)).containsExactly(line);
  }

  @Test
  void flow_runs_come_newest_first_and_as_many_as_asked_for() {
    RunStore store = store();
    for (FlowRun run :
        List.of(
            flow("01B", "f", 2), flow("01A", "f", 1), flow("01D", "g", 4), flow("01C", "f", 3))) {
      store.onEvent(new FlowRunCreated(run));
    }

    assertThat(store.flowRuns(ALL))
        .extracting(FlowRun::id)
        .containsExactly("01D", "01C", "01B", "01A");
    assertThat(store.flowRuns(new FlowRunQuery("f", 2)))
        .extracting(FlowRun::id)
        .containsExactly("01C", "01B");
    assertThat(store.flowRuns(new FlowRunQuery("h", 2))).isEmpty();
  }

  @Test
  void a_run_is_found_by_a_unique_end_of_its_id() {
    RunStore store = store();
    for (String id : List.of("01ABC", "02ABC", "ABC", "01%_x")) {
      store.onEvent(new FlowRunCreated(flow(id, "f", 0)));
    }

    assertThat(flow(store, "1ABC").id()).isEqualTo("01ABC");
    assertThat(flow(store, "ABC").id()).as("a whole id wins").isEqualTo("ABC");
    assertThat(flow(store, "%_x").id()).isEqualTo("01%_x");
    assertThat(store.find("01")).as("a beginning is no end").isEmpty();
    assertThat(store.find("%")).isEmpty();
    assertThatThrownBy(() -> store.find("BC"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("BC is the end of 3 runs: 01ABC, 02ABC, ABC; give more of the id");
  }

  @Test
  void logs_are_filtered_by_text_in_any_case_and_literally() {
    RunStore store = store();
    List<String> messages = List.of("100% done", "100 done", "a_b", "axb", "GRÖSSE", "back\\slash");
    store.onEvent(new FlowRunCreated(flow("01A", "f", 0)));
    IntStream.range(0, messages.size())
        .forEach(i -> store.onEvent(new Logged(line("01A", i, Level.INFO, messages.get(i)))));

    assertThat(logs(store, "0% DONE")).extracting(LogLine::message).containsExactly("100% done");
    assertThat(logs(store, "A_B")).extracting(LogLine::message).containsExactly("a_b");
    assertThat(logs(store, "grösse")).extracting(LogLine::message).containsExactly("GRÖSSE");
    assertThat(logs(store, "k\\S")).extracting(LogLine::message).containsExactly("back\\slash");
    assertThat(logs(store, null)).hasSize(messages.size());
  }

  @Test
  void logs_are_filtered_by_level_and_the_newest_come_oldest_first() {
    RunStore store = store();
    store.onEvent(new FlowRunCreated(flow("01A", "f", 0)));
    int second = 0;
    for (Level level : Level.values()) {
      store.onEvent(new Logged(line("01A", ++second, level, level.name())));
    }

    assertThat(store.logs(new LogQuery(null, null, Level.WARN, 10)))
        .extracting(LogLine::message)
        .containsExactly("WARN", "ERROR");
    assertThat(store.logs(new LogQuery(null, null, Level.TRACE, 3)))
        .extracting(LogLine::message)
        .containsExactly("INFO", "WARN", "ERROR");
    assertThat(store.logs(new LogQuery(null, null, Level.TRACE, 0))).isEmpty();
  }

  @Test
  void logs_of_a_flow_run_hold_those_of_its_subflows_but_not_of_others() {
    RunStore store = store();
    store.onEvent(new FlowRunCreated(flow("01A", "f", 0)));
    store.onEvent(new FlowRunCreated(subflow("01B", "01A")));
    store.onEvent(new FlowRunCreated(subflow("01C", "01B")));
    store.onEvent(new FlowRunCreated(flow("01D", "f", 0)));
    for (String id : List.of("01D", "01C", "01B", "01A")) {
      store.onEvent(new Logged(line(id, 1, Level.INFO, id)));
    }

    assertThat(store.logs(new LogQuery("01A", null, Level.TRACE, 10)))
        .extracting(LogLine::message)
        .containsExactly("01C", "01B", "01A");
    assertThat(store.logs(new LogQuery("nobody", null, Level.TRACE, 10))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'); DROP TABLE log; --",
        "\"quoted\"",
        "a\0b",
        "naïve 日本語 🎓",
        "half \uD83C a pair",
        "\u001A0000",
        " ",
        "",
        "%s"
      })
  void any_text_is_kept_as_it_is(String text) {
    RunStore store = store();
    FlowRun run =
        new FlowRun("01A", text, null, Map.of("p" + text, text), text, 1, text, NOON, pending(0))
            .with(State.failed(at(1), 1, text, text));
    LogLine line = new LogLine(at(1), Level.INFO, text, text, "01A", null, 1);
    store.onEvent(new FlowRunCreated(run));
    store.onEvent(new Logged(line));

    assertThat(find(store, "01A")).isEqualTo(new RunTree(run, List.of(), List.of(), List.of(line)));
    assertThat(store.flowRuns(new FlowRunQuery(text, 1))).containsExactly(run);
  }

  @Test
  void a_huge_line_and_many_lines_are_kept() {
    RunStore store = store();
    store.onEvent(new FlowRunCreated(flow("01A", "f", 0)));
    String huge = "x".repeat(20_000_000);
    store.onEvent(new Logged(line("01A", 0, Level.INFO, huge)));
    List<LogLine> lines =
        IntStream.range(0, 20_000).mapToObj(i -> line("01A", i, Level.INFO, "line " + i)).toList();
    lines.forEach(line -> store.onEvent(new Logged(line)));

    List<LogLine> kept = find(store, "01A").logs();
    assertThat(kept).hasSize(20_001);
    assertThat(kept.get(0).message()).hasSize(huge.length());
    assertThat(kept.subList(1, kept.size()).equals(lines)).isTrue();
  }

  @Test
  void events_of_unknown_runs_are_left_out_and_harm_nothing() {
    RunStore store = store();
    store.onEvent(new FlowRunChanged("nobody", State.running(at(1), 1)));
    store.onEvent(new TaskRunChanged("nobody", State.running(at(1), 1)));
    store.onEvent(new FlowRunCreated(flow("01A", "f", 0)));

    assertThat(store.flowRuns(ALL)).extracting(FlowRun::id).containsExactly("01A");
  }

  @Test
  void many_threads_write_at_once() throws Exception {
    RunStore store = store();

    write_from_four_threads(List.of(store, store, store, store), 50);

    assertThat(store.flowRuns(ALL)).hasSize(200);
    assertThat(flow(store, "2-49").history()).hasSize(3);
    assertThat(find(store, "2-49").tasks()).hasSize(3);
    assertThat(find(store, "2-49").logs()).hasSize(3);
    assertThat(store.logs(new LogQuery(null, null, Level.TRACE, 1000))).hasSize(600);
  }

  /** Each thread writes that many flow runs of three tasks with a line each to its store. */
  protected static void write_from_four_threads(List<RunStore> stores, int runs) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(stores.size());
    try {
      List<Callable<@Nullable Void>> work = new ArrayList<>();
      for (int thread = 0; thread < stores.size(); thread++) {
        RunStore store = stores.get(thread);
        String prefix = thread + "-";
        work.add(
            () -> {
              IntStream.range(0, runs).forEach(run -> writeRun(store, prefix + run));
              return null;
            });
      }
      for (Future<@Nullable Void> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void writeRun(RunStore store, String id) {
    store.onEvent(new FlowRunCreated(flow(id, "f", 0)));
    store.onEvent(new FlowRunChanged(id, State.running(at(1), 1)));
    for (int i = 1; i <= 3; i++) {
      TaskRun task = task(id + "-t" + i, "t", id, i);
      store.onEvent(new TaskRunCreated(task));
      store.onEvent(new Logged(new LogLine(at(i), Level.INFO, "t", "hi", id, task.id(), 1)));
      store.onEvent(new TaskRunChanged(task.id(), State.completed(at(i), 1)));
    }
    store.onEvent(new FlowRunChanged(id, State.completed(at(9), 1)));
  }

  protected static RunEvent created(String id) {
    return new FlowRunCreated(flow(id, "f", 0));
  }

  protected static FlowRun flow(String id, String name, int second) {
    return new FlowRun(id, name, null, Map.of(), "", 1, "void f() {}", at(second), pending(second));
  }

  protected static FlowRun subflow(String id, String parent) {
    return new FlowRun(id, "sub", parent, Map.of(), "", 1, "void s() {}", at(1), pending(1));
  }

  protected static TaskRun task(String id, String name, @Nullable String flow, int number) {
    return new TaskRun(id, name, flow, number, 1, "void t() {}", NOON, pending(0));
  }

  protected static LogLine line(String flow, int second, Level level, String message) {
    return new LogLine(at(second), level, "log", message, flow, null, 1);
  }

  protected static RunTree find(RunStore store, String id) {
    Optional<RunTree> found = store.find(id);
    assertThat(found).as("run %s", id).isPresent();
    return found.orElseThrow();
  }

  private static FlowRun flow(RunStore store, String id) {
    return requireNonNull(find(store, id).flow());
  }

  private static List<LogLine> logs(RunStore store, @Nullable String text) {
    return store.logs(new LogQuery(null, text, Level.TRACE, 100));
  }

  private static List<State> pending(int second) {
    return List.of(State.pending(at(second)));
  }

  protected static Instant at(int second) {
    return NOON.plusSeconds(second);
  }
}
