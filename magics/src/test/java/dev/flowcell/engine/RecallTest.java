package dev.flowcell.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.code.NotebookSources;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.FlowOptions;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.flow.Task;
import dev.flowcell.flow.TaskOptions;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.results.Results;
import dev.flowcell.store.results.ValueCodec;
import dev.flowcell.testing.FakeClock;
import dev.flowcell.testing.RecordingOutput;
import dev.flowcell.testing.UnusedEvaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecallTest {

  @TempDir Path folder;

  private final FakeClock clock = new FakeClock();
  private final InMemoryRunStore store = new InMemoryRunStore();
  private final List<String> bodies = new ArrayList<>();
  private @Nullable Engine opened;

  private Engine engine() {
    Engine engine = opened == null ? newSession() : opened;
    opened = engine;
    return engine;
  }

  /** As after a restart: nothing is live any more. */
  private Engine newSession() {
    CurrentCell cell = new CurrentCell(new RecordingOutput());
    cell.begin(new CellSource("cell", 1, "text"), new RecordingOutput(), CellInput.NONE);
    CellEvaluator evaluator =
        new UnusedEvaluator(thrown -> CellError.of("Error", "" + thrown.getMessage()));
    opened =
        new Engine(
            cell,
            store,
            clock,
            clock::advance,
            new ThreadTimer(),
            evaluator,
            new NotebookSources(evaluator, new Definitions()),
            "exam.ipynb",
            new Results(folder, 1 << 20, new ValueCodec(name -> Optional.empty())));
    return opened;
  }

  private static Task task(String name, String source) {
    List<Parameter> parameters = List.of(new Parameter("Object", "x"));
    return new Task(name, parameters, source, 1, new TaskOptions(RetryPolicy.NEVER, List.of(), ""));
  }

  private static Flow flow(int retries) {
    RetryPolicy policy =
        retries == 0 ? RetryPolicy.NEVER : RetryPolicy.of(retries, Duration.ofSeconds(1));
    return new Flow("exam", List.of(), "source", 1, new FlowOptions(policy, List.of(), ""));
  }

  /** Calls a task, whose body is noted when it runs. */
  private <T> T call(String name, Callable<T> body, @Nullable Object... arguments) {
    return call(task(name, "source of " + name), body, arguments);
  }

  private <T> T call(Task task, Callable<T> body, @Nullable Object... arguments) {
    try {
      return engine()
          .call(
              task,
              Arrays.asList(arguments),
              () -> {
                bodies.add(task.name());
                return body.call();
              });
    } catch (Exception e) {
      throw new IllegalStateException(e.getMessage());
    }
  }

  private void fails(Runnable flow) {
    assertThatThrownBy(() -> run(flow(0), flow)).hasMessage("broken");
  }

  private void run(Flow definition, Runnable flow) throws Exception {
    engine()
        .call(
            definition,
            List.of(),
            () -> {
              flow.run();
              return null;
            });
  }

  private void resume(Runnable flow) throws Exception {
    resume(null, flow);
  }

  private void resume(@Nullable String from, Runnable flow) throws Exception {
    bodies.clear();
    Resumption resumption = engine().resumption(tree(), from);
    engine()
        .resume(
            resumption,
            () -> {
              try {
                run(flow(0), flow);
                return "";
              } catch (Exception e) {
                throw new IllegalStateException(e.getMessage());
              }
            });
  }

  private static <T> T broken() {
    throw new IllegalStateException("broken");
  }

  private RunTree tree() {
    FlowRun newest = store.flowRuns(new FlowRunQuery("exam", 1)).get(0);
    return store.find(newest.id()).orElseThrow();
  }

  private List<String> states() {
    return tree().tasks().stream()
        .map(task -> task.task() + "-" + task.number() + " " + task.state().name())
        .toList();
  }

  private List<String> warnings() {
    return store.logs(new LogQuery(null, null, dev.flowcell.run.Level.WARN, 100)).stream()
        .map(LogLine::message)
        .toList();
  }

  @Test
  void a_resumed_run_does_what_the_failed_one_did_not() throws Exception {
    List<Integer> scores = new ArrayList<>(List.of(1, 2));
    fails(() -> call("clean", RecallTest::broken, call("load", () -> scores)));

    List<Object> given = new ArrayList<>();
    resume(
        () ->
            call("clean", () -> given.add(call("load", () -> scores)), call("load", () -> scores)));

    assertThat(bodies).startsWith("clean");
    assertThat(states()).startsWith("load-1 Cached");
    TaskRun cached = tree().tasks().get(0);
    State state = cached.state();
    FlowRun first = store.flowRuns(new FlowRunQuery("exam", 2)).get(1);
    String origin = store.find(first.id()).orElseThrow().tasks().get(0).shortId();
    assertThat(state.message()).isEqualTo("result of load-1 (run " + origin + ")");
    assertThat(cached.result()).isNotNull();
    assertThat(tree().flow()).extracting(FlowRun::resumes).isEqualTo(first.id());
  }

  @Test
  void a_session_gives_its_live_value_and_another_one_an_equal_one() throws Exception {
    List<Integer> scores = new ArrayList<>(List.of(1, 2));
    List<Object> given = new ArrayList<>();
    Runnable flow =
        () -> {
          given.add(call("load", () -> scores));
          call("clean", RecallTest::broken, 1);
        };
    fails(flow);

    assertThatThrownBy(() -> resume(flow)).hasMessage("broken");
    newSession();
    assertThatThrownBy(() -> resume(flow)).hasMessage("broken");

    assertThat(given.get(1)).isSameAs(scores);
    assertThat(given.get(2)).isNotSameAs(scores).isEqualTo(scores);
    assertThat(bodies).containsExactly("clean");
  }

  @Test
  void a_live_value_that_was_changed_since_comes_as_it_was_stored() throws Exception {
    List<Integer> scores = new ArrayList<>(List.of(1, 2));
    List<Object> given = new ArrayList<>();
    Runnable flow =
        () -> {
          given.add(call("load", () -> scores));
          call("clean", RecallTest::broken, 1);
        };
    fails(flow);
    scores.add(3);

    assertThatThrownBy(() -> resume(flow)).hasMessage("broken");

    assertThat(given.get(1)).isEqualTo(List.of(1, 2));
  }

  @Test
  void another_source_or_argument_or_one_call_more_runs() throws Exception {
    fails(
        () -> {
          call("a", () -> 1, "x");
          call("b", () -> 2, "x");
          call("c", () -> 3, "x");
          broken();
        });

    resume(
        () -> {
          call(task("a", "another source"), () -> 1, "x");
          call("b", () -> 2, "y");
          call("c", () -> 3, "x");
          call("c", () -> 4, "x");
        });

    assertThat(states())
        .containsExactly("a-1 Completed", "b-1 Completed", "c-1 Cached", "c-2 Completed");
  }

  @Test
  void equal_calls_are_told_apart_by_their_order_and_others_may_come_between() throws Exception {
    List<Object> given = new ArrayList<>();
    fails(
        () -> {
          call("dice", () -> 5, "x");
          call("dice", () -> 6, "x");
          call("dice", () -> 1, "y");
          broken();
        });

    resume(
        () -> {
          given.add(call("dice", () -> 0, "y"));
          given.add(call("dice", () -> 0, "x"));
          given.add(call("dice", () -> 0, "x"));
        });

    assertThat(given).containsExactly(1, 5, 6);
    assertThat(bodies).isEmpty();
  }

  @Test
  void a_resumed_run_can_be_resumed() throws Exception {
    Runnable flow =
        () -> {
          call("load", () -> "scores");
          call("clean", RecallTest::broken, 1);
        };
    fails(flow);
    assertThatThrownBy(() -> resume(flow)).hasMessage("broken");
    String origin = tree().tasks().get(0).state().message();
    newSession();

    assertThatThrownBy(() -> resume(flow)).hasMessage("broken");

    assertThat(bodies).containsExactly("clean");
    assertThat(tree().tasks().get(0).state().message()).isEqualTo(origin);
  }

  @Test
  void from_a_task_on_everything_runs_again() throws Exception {
    Runnable flow =
        () -> {
          call("load", () -> 1);
          call("clean", () -> 2);
          call("load", () -> 3, "again");
        };
    run(flow(0), flow);

    resume("clean", flow);

    assertThat(states()).containsExactly("load-1 Cached", "clean-1 Completed", "load-2 Completed");
  }

  @Test
  void a_retried_flow_recalls_what_its_earlier_attempt_has_done() throws Exception {
    List<String> attempts = new ArrayList<>();
    Object notStorable = new Object();
    List<Object> given = new ArrayList<>();
    run(
        flow(1),
        () -> {
          attempts.add("attempt");
          given.add(call("connect", () -> notStorable));
          call("load", () -> 1);
          call("load", () -> 2);
          if (attempts.size() == 1) {
            broken();
          }
        });

    assertThat(bodies).containsExactly("connect", "load", "load");
    assertThat(given).containsExactly(notStorable, notStorable);
    assertThat(states())
        .containsExactly(
            "connect-1 Completed",
            "load-1 Completed",
            "load-2 Completed",
            "connect-2 Cached",
            "load-3 Cached",
            "load-4 Cached");
  }

  @Test
  void what_can_not_be_stored_is_said_once_and_runs_again() throws Exception {
    Runnable flow =
        () -> {
          Object first = call("connect", Object::new);
          call("connect", Object::new, 2);
          call("read", () -> 1, first);
          call("clean", RecallTest::broken, 1);
        };
    fails(flow);
    assertThat(warnings())
        .containsExactly(
            "the result of connect can't be stored (java.lang.Object is neither a record nor"
                + " Serializable): it runs again when the flow is resumed");

    assertThatThrownBy(() -> resume(flow)).hasMessage("broken");

    // what took the result of a task that ran again runs again, too
    assertThat(bodies).containsExactly("connect", "connect", "read", "clean");
  }

  @Test
  void a_result_that_is_gone_is_said_and_its_task_runs_again() throws Exception {
    List<Integer> large = IntStream.range(0, 1000).boxed().toList();
    Runnable flow =
        () -> {
          call("load", () -> large);
          call("clean", RecallTest::broken, 1);
        };
    fails(flow);
    deleteFiles();
    newSession();

    assertThatThrownBy(() -> resume(flow)).hasMessage("broken");

    assertThat(bodies).containsExactly("load", "clean");
    assertThat(warnings().get(0))
        .startsWith("the result of load-1 (run ")
        .endsWith(
            "can't be had any more (its file is gone, perhaps to make room for others): load runs"
                + " again");
  }

  private void deleteFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void tasks_of_subflows_are_recalled() throws Exception {
    Runnable flow =
        () -> {
          for (String part : List.of("a", "b")) {
            try {
              Flow inner =
                  new Flow("part", List.of(new Parameter("String", "p")), "s", 1, FlowOptions.NONE);
              engine().call(inner, List.of(part), () -> call("load", () -> part, "same"));
            } catch (Exception e) {
              throw new IllegalStateException(e.getMessage());
            }
          }
          call("clean", RecallTest::broken, 1);
        };
    fails(flow);

    assertThatThrownBy(() -> resume(flow)).hasMessage("broken");

    assertThat(bodies).containsExactly("clean");
  }

  @Test
  void a_call_depends_on_the_runs_whose_results_it_is_given() throws Exception {
    List<Integer> empty = List.of();
    run(
        flow(0),
        () -> {
          List<Integer> scores = call("load", () -> new ArrayList<>(List.of(1)));
          call("count", () -> 1, scores);
          call("other", () -> 1, call("shared", () -> empty), call("number", () -> 1), 1);
        });

    List<TaskRun> runs = tree().tasks();
    assertThat(runs.get(1).dependsOn()).containsExactly(runs.get(0).id());
    assertThat(runs.get(4).dependsOn()).isEmpty();
  }

  @Test
  void futures_carry_what_is_recalled() throws Exception {
    Runnable flow =
        () -> {
          TaskFuture<Object> load = submit("load", 1, "x");
          TaskFuture<Object> clean = submit("clean", 2, load);
          clean.result();
          call("report", RecallTest::broken, 1);
        };
    fails(flow);

    assertThatThrownBy(() -> resume(flow)).hasMessage("broken");

    assertThat(bodies).containsExactly("report");
    List<TaskRun> runs = tree().tasks();
    assertThat(runs.get(1).dependsOn()).containsExactly(runs.get(0).id());
  }

  private TaskFuture<Object> submit(String name, Object result, Object argument) {
    return engine()
        .submit(
            task(name, "source of " + name),
            List.of(argument),
            given -> {
              synchronized (bodies) {
                bodies.add(name);
              }
              return result;
            });
  }
}
