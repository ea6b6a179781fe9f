package dev.flowcell.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.cell.Declaration;
import dev.flowcell.cell.Declaration.Kind;
import dev.flowcell.cell.Evaluation;
import dev.flowcell.code.NotebookSources;
import dev.flowcell.flow.CachePolicy;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.FlowOptions;
import dev.flowcell.flow.Hooks;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.flow.Task;
import dev.flowcell.flow.TaskOptions;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import dev.flowcell.store.results.Results;
import dev.flowcell.store.results.ValueCodec;
import dev.flowcell.testing.FakeClock;
import dev.flowcell.testing.RecordingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class CacheTest {

  @TempDir Path folder;

  private final FakeClock clock = new FakeClock();
  private final List<RunEvent> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger runs = new AtomicInteger();
  private final Notebook notebook = new Notebook();
  private Engine engine;

  @BeforeEach
  void begin() {
    newSession("exam.ipynb");
    Variables.limit = 1;
    Variables.names = new ArrayList<>(List.of("a"));
    Variables.settings = new Settings(1, "x", Color.RED);
  }

  /** As after a restart: nothing is live any more. */
  private void newSession(String file) {
    CurrentCell cell = new CurrentCell(new RecordingOutput());
    cell.begin(new CellSource("cell", 1, "text"), new RecordingOutput(), CellInput.NONE);
    engine =
        new Engine(
            cell,
            events::add,
            clock,
            clock::advance,
            new ThreadTimer(),
            notebook,
            new NotebookSources(notebook, new Definitions()),
            file,
            new Results(folder, 1 << 20, new ValueCodec(name -> Optional.empty())));
  }

  private static Task task(String name, String policy, String source, String... parameters) {
    return with(name, CachePolicy.parse(policy), source, parameters);
  }

  private static Task with(String name, CachePolicy policy, String source, String... parameters) {
    List<Parameter> declared =
        Stream.of(parameters).map(parameter -> new Parameter("Object", parameter)).toList();
    return new Task(name, declared, source, 1, TaskOptions.NONE.withCache(Optional.of(policy)));
  }

  private static Task inputs(String name) {
    return task(name, "inputs", "Object " + name + "(Object x) { return x; }", "x");
  }

  /** Calls a task that returns how often it has run. */
  private int count(Task task, @Nullable Object... arguments) {
    return call(task, runs::incrementAndGet, arguments);
  }

  private <T> T call(Task task, Callable<T> body, @Nullable Object... arguments) {
    try {
      return engine.call(task, Arrays.asList(arguments), body);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private State end(String task) {
    return engine.lastCall(task).orElseThrow().state();
  }

  private List<String> warnings() {
    return events.stream()
        .filter(RunEvent.Logged.class::isInstance)
        .map(event -> ((RunEvent.Logged) event).line())
        .map(LogLine::message)
        .toList();
  }

  // Hits

  @Test
  void equal_arguments_run_once_and_the_state_names_the_run_that_made_the_value() {
    assertThat(count(inputs("twice"), List.of(1, 2))).isEqualTo(1);
    assertThat(count(inputs("twice"), new ArrayList<>(List.of(1, 2)))).isEqualTo(2);
    assertThat(count(inputs("twice"), List.of(1, 2))).isEqualTo(1);

    assertThat(end("twice").name()).isEqualTo(State.CACHED);
    assertThat(end("twice").attempt()).isZero();
    assertThat(end("twice").message()).startsWith("result of twice-1 (run ");
  }

  @Test
  void another_session_finds_it() {
    int first = count(inputs("load"), "a");
    newSession("exam.ipynb");

    assertThat(count(inputs("load"), "a")).isEqualTo(first);
    assertThat(end("load").message()).startsWith("result of load-1 (run ");
  }

  @Test
  void another_notebook_finds_only_what_the_same_source_made() {
    Task both = task("load", "inputs+source", "int load() { return 1; }");
    count(inputs("load"), "a");
    count(both);
    newSession("other.ipynb");

    assertThat(count(inputs("load"), "a")).isEqualTo(3);
    assertThat(count(both)).isEqualTo(2);
  }

  @Test
  void where_the_notebook_has_no_name_tasks_are_told_apart_by_the_code_they_began_with() {
    Task mine = task("one", "inputs", "int one() { return 1; }");
    Task edited = task("one", "inputs", "int one() { return 2; }");
    newSession("");
    count(mine);
    assertThat(count(edited)).isEqualTo(1);
    newSession("");
    assertThat(count(mine)).isEqualTo(1);

    newSession("");
    assertThat(count(task("one", "inputs", "int one() { return 7; }"))).isEqualTo(2);
  }

  @Test
  void a_result_is_the_same_object_as_long_as_nobody_changes_it() {
    List<Integer> first = call(inputs("list"), () -> new ArrayList<>(List.of(1)), "a");
    List<Integer> second = call(inputs("list"), ArrayList::new, "a");
    assertThat(second).isSameAs(first);

    first.add(2);
    List<Integer> third = call(inputs("list"), ArrayList::new, "a");
    assertThat(third).containsExactly(1);
  }

  @Test
  void a_task_that_returns_nothing_runs_once() {
    Callable<@Nullable Object> body =
        () -> {
          runs.incrementAndGet();
          return null;
        };
    assertThat(call(inputs("send"), body, "a")).isNull();
    assertThat(call(inputs("send"), body, "a")).isNull();

    assertThat(runs).hasValue(1);
  }

  @Test
  void within_a_flow_a_hit_is_a_cached_run() throws Exception {
    count(inputs("load"), "a");
    Flow flow = new Flow("exam", List.of(), "source", 1, FlowOptions.NONE);

    int given = engine.call(flow, List.of(), () -> count(inputs("load"), "a"));

    assertThat(given).isEqualTo(1);
    assertThat(end("load").name()).isEqualTo(State.CACHED);
  }

  // Misses

  @Test
  void tasks_of_other_names_and_overloads_share_nothing() {
    Task other = task("twice", "inputs", "int twice(long x) { return 2; }", "x");
    count(inputs("twice"), 1);

    assertThat(count(inputs("once"), 1)).isEqualTo(2);
    assertThat(count(other, 1)).isEqualTo(3);
  }

  @Test
  void values_that_only_look_alike_are_not_the_same() {
    Task task = inputs("f");
    List<Object> alike =
        List.of(
            1,
            1L,
            "1",
            '1',
            1.0,
            1f,
            0.0,
            -0.0,
            Double.NaN,
            List.of(1),
            List.of(1L),
            Table.create(IntColumn.create("n", 1, 2)),
            Table.create(DoubleColumn.create("n", 1, 2)));
    for (Object each : alike) {
      count(task, each);
    }
    assertThat(runs).hasValue(alike.size());
    count(task, Double.NaN);
    count(task, Table.create(IntColumn.create("n", 1, 2)));
    assertThat(runs).hasValue(alike.size());
  }

  @Test
  void an_argument_that_was_changed_in_place_is_another_one() {
    Table table = Table.create(IntColumn.create("n", 1, 2));
    count(inputs("mean"), table);
    table.intColumn("n").set(0, 7);

    assertThat(count(inputs("mean"), table)).isEqualTo(2);
  }

  @Test
  void what_was_thrown_is_not_kept() {
    assertThatThrownBy(
            () ->
                call(
                    inputs("load"),
                    () -> {
                      throw new IOException("down");
                    },
                    "a"))
        .hasRootCauseMessage("down");

    assertThat(count(inputs("load"), "a")).isEqualTo(1);
  }

  @Test
  void a_value_that_is_gone_from_the_disk_is_made_again() throws IOException {
    call(inputs("large"), () -> new byte[5000], "a");
    newSession("exam.ipynb");
    try (Stream<Path> files = Files.walk(folder)) {
      files.filter(file -> file.toFile().length() > 5000).forEach(CacheTest::delete);
    }

    assertThat(call(inputs("large"), () -> new byte[1], "a")).hasSize(1);
    assertThat(call(inputs("large"), () -> new byte[2], "a")).hasSize(1);
  }

  @Test
  void a_damaged_entry_is_a_miss() throws IOException {
    count(inputs("load"), "a");
    try (Stream<Path> files = Files.walk(folder.resolve("keys"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }

    assertThat(count(inputs("load"), "a")).isEqualTo(2);
  }

  // Source

  @Test
  void an_edited_task_runs_again_where_its_source_counts() {
    String before = "int one() { return 1; }";
    String after = "int one() { return 2; }";
    count(task("one", "source", before));

    assertThat(count(task("one", "source", "int one() { /* same */ return 1; }"))).isEqualTo(1);
    assertThat(count(task("one", "source", after))).isEqualTo(2);
    assertThat(count(task("one", "source", before))).isEqualTo(1);
  }

  @Test
  void where_the_source_does_not_count_its_change_is_said_once() {
    count(task("one", "inputs", "int one() { return 1; }"));
    Task edited = task("one", "inputs", "int one() { return 2; }");

    assertThat(count(edited)).isEqualTo(1);
    assertThat(count(edited)).isEqualTo(1);
    assertThat(warnings()).singleElement().asString().contains("the code of one has changed since");
  }

  @Test
  void a_helper_of_a_helper_that_is_edited_makes_it_run_again() {
    notebook.declare(Kind.METHOD, "half", "int half(int n) { return part(n, 2); }");
    notebook.declare(Kind.METHOD, "part", "int part(int n, int of) { return n / of; }");
    Task task = task("f", "inputs+source", "int f(int n) { return half(n); }", "n");
    count(task, 4);
    assertThat(count(task, 4)).isEqualTo(1);

    notebook.declare(Kind.METHOD, "part", "int part(int n, int of) { return n / of + 1; }");
    assertThat(count(task, 4)).isEqualTo(2);
  }

  @Test
  void another_return_type_is_another_task() {
    count(task("one", "inputs", "int one() { return 1; }"));

    assertThat(count(task("one", "inputs", "Integer one() { return 1; }"))).isEqualTo(2);
  }

  @Test
  void arguments_do_not_count_where_only_the_source_does() {
    Task task = task("f", "source", "int f(int n) { return n; }", "n");

    assertThat(count(task, 1)).isEqualTo(count(task, 2));
  }

  @Test
  void a_parameter_that_is_left_out_does_not_count() {
    Task task =
        task(
            "f", "inputs - verbose", "int f(int n, boolean verbose) { return n; }", "n", "verbose");
    count(task, 1, true);

    assertThat(count(task, 1, false)).isEqualTo(1);
    assertThat(count(task, 2, true)).isEqualTo(2);
  }

  // Variables

  @Test
  void a_simple_variable_that_is_read_belongs_to_the_key() {
    notebook.declare(Kind.VARIABLE, "limit", "int limit = 1;");
    notebook.declare(Kind.VARIABLE, "settings", "Settings settings;");
    Task task = task("f", "inputs", "int f() { return limit + settings.n(); }");
    count(task);
    assertThat(count(task)).isEqualTo(1);

    Variables.limit = 2;
    assertThat(count(task)).isEqualTo(2);
    Variables.settings = new Settings(1, "x", Color.GREEN);
    assertThat(count(task)).isEqualTo(3);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void another_variable_does_not_and_that_is_said_once() {
    notebook.declare(Kind.VARIABLE, "names", "List<String> names;");
    Task task = task("f", "inputs", "int f() { return names.size(); }");
    count(task);
    Variables.names.add("b");

    assertThat(count(task)).isEqualTo(1);
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("f is cached and reads the variable List names");
  }

  // Values without content

  @Test
  void what_cannot_be_stored_is_cached_in_the_session_and_that_is_said_once() {
    Object first = call(inputs("open"), Object::new, "a");
    assertThat(call(inputs("open"), Object::new, "a")).isSameAs(first);
    call(inputs("open"), Object::new, "b");
    assertThat(warnings()).singleElement().asString().contains("cached in this session only");

    newSession("exam.ipynb");
    assertThat(call(inputs("open"), Object::new, "a")).isNotSameAs(first);
  }

  @Test
  void an_argument_without_content_is_known_by_the_run_that_made_it() {
    Object connection = call(inputs("open"), Object::new, "a");
    assertThat(count(inputs("query"), connection)).isEqualTo(1);
    assertThat(count(inputs("query"), call(inputs("open"), Object::new, "a"))).isEqualTo(1);

    assertThat(count(inputs("query"), call(inputs("open"), Object::new, "b"))).isEqualTo(2);
  }

  @Test
  void an_argument_that_is_known_by_nothing_is_not_cached() {
    Object unknown = new Object();
    count(inputs("query"), unknown);

    assertThat(count(inputs("query"), unknown)).isEqualTo(2);
    assertThat(warnings()).singleElement().asString().contains("query is not cached");
  }

  // Time

  @Test
  void a_result_expires() {
    Task task =
        with(
            "f",
            CachePolicy.parse("inputs").expiresAfter(Duration.ofHours(1)),
            "int f() { return 1; }");
    count(task);
    clock.advance(Duration.ofHours(1));
    assertThat(count(task)).isEqualTo(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(count(task)).isEqualTo(2);
    assertThat(count(task)).isEqualTo(2);
  }

  @Test
  void a_refreshed_call_runs_and_later_ones_are_given_its_result() {
    count(inputs("load"), "a");
    Task refreshed =
        with("load", CachePolicy.parse("inputs").refreshed(), inputs("load").source(), "x");

    assertThat(count(refreshed, "a")).isEqualTo(2);
    assertThat(count(inputs("load"), "a")).isEqualTo(2);
  }

  @Test
  void what_is_cleared_runs_again() {
    count(inputs("load"), "a");
    count(inputs("load"), "b");
    count(inputs("clean"), "a");
    call(inputs("load"), Object::new, "unstored");

    Forgotten forgotten = engine.forgetCached("load"::equals);
    assertThat(forgotten.values()).isEqualTo(3);
    assertThat(forgotten.bytes()).isPositive();
    assertThat(count(inputs("load"), "a")).isEqualTo(4);
    assertThat(count(inputs("clean"), "a")).isEqualTo(3);
  }

  // At once

  @Test
  void calls_that_go_on_at_once_run_once() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<TaskFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      futures.add(
          engine.submit(
              inputs("slow"),
              List.of("a"),
              arguments -> {
                begun.countDown();
                go.await();
                return runs.incrementAndGet();
              }));
    }
    begun.await();
    go.countDown();

    for (TaskFuture<Integer> future : futures) {
      assertThat(future.get()).isEqualTo(1);
    }
  }

  @Test
  void when_the_first_of_them_fails_the_next_one_runs() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<TaskFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      futures.add(
          engine.submit(
              inputs("slow"),
              List.of("a"),
              arguments -> {
                int run = runs.incrementAndGet();
                begun.countDown();
                go.await();
                if (run == 1) {
                  throw new IOException("down");
                }
                return run;
              }));
    }
    begun.await();
    go.countDown();

    List<Object> ends = new ArrayList<>();
    for (TaskFuture<Integer> future : futures) {
      ends.add(future.handle((value, thrown) -> thrown == null ? value : "failed").get());
    }
    assertThat(ends).containsExactlyInAnyOrder("failed", 2, 2, 2);
  }

  @Test
  void who_waits_for_another_call_is_woken_by_a_cancel() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    TaskFuture<Integer> first =
        engine.submit(
            inputs("slow"),
            List.of("a"),
            arguments -> {
              begun.countDown();
              go.await();
              return 1;
            });
    begun.await();
    TaskFuture<Integer> second = engine.submit(inputs("slow"), List.of("a"), arguments -> 2);
    second.cancel(true);

    assertThatThrownBy(second::join).isInstanceOf(CancellationException.class);
    go.countDown();
    assertThat(first.get()).isEqualTo(1);
  }

  @Test
  void who_waits_for_another_call_lets_its_turn_go() throws Exception {
    Flow narrow =
        new Flow(
            "narrow",
            List.of(),
            "source",
            1,
            new FlowOptions(
                RetryPolicy.NEVER, Optional.empty(), OptionalInt.of(1), Hooks.NONE, List.of(), ""));
    int sum =
        engine.call(
            narrow,
            List.of(),
            () -> {
              TaskFuture<Integer> outer =
                  engine.submit(
                      inputs("outer"),
                      List.of("a"),
                      arguments -> engine.submit(inputs("inner"), List.of("a"), more -> 1).join());
              TaskFuture<Integer> same =
                  engine.submit(inputs("outer"), List.of("a"), arguments -> 5);
              return outer.join() + same.join();
            });

    assertThat(sum).isEqualTo(2);
  }

  @Test
  void a_cached_task_that_calls_itself_with_the_same_arguments_does_not_wait_for_itself() {
    AtomicInteger depth = new AtomicInteger();

    int result = call(inputs("f"), () -> depth.incrementAndGet() == 3 ? 3 : again(depth), "a");

    assertThat(result).isEqualTo(3);
  }

  private int again(AtomicInteger depth) {
    return call(inputs("f"), () -> depth.incrementAndGet() == 3 ? 3 : again(depth), "a");
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  enum Color {
    RED,
    GREEN
  }

  record Settings(int n, String text, Color color) {}

  /** What the variables of the notebook hold. */
  static final class Variables {
    static int limit;
    static List<String> names = new ArrayList<>();
    static @Nullable Settings settings;
  }

  private static final class Notebook implements CellEvaluator {

    private final List<Declaration> declared = new ArrayList<>();
    private long edition;

    void declare(Kind kind, String name, String source) {
      declared.removeIf(each -> each.name().equals(name));
      declared.add(new Declaration(kind, name, source));
      edition++;
    }

    @Override
    public Collection<Declaration> declarations() {
      return declared;
    }

    @Override
    public long edition() {
      return edition;
    }

    @Override
    public Optional<Field> variable(String name) {
      return Arrays.stream(Variables.class.getDeclaredFields())
          .filter(field -> field.getName().equals(name))
          .findFirst();
    }

    @Override
    public Evaluation evaluate(CellSource cell, String java) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> variableType(String name) {
      return Optional.empty();
    }

    @Override
    public CellError describe(Throwable thrown) {
      return CellError.of(thrown.getClass().getSimpleName(), "" + thrown.getMessage());
    }
  }
}
