package dev.flowcell.magic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.Session;
import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.cell.Evaluation;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.flow.Task;
import dev.flowcell.library.Libraries;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.RunEvent.FlowRunChanged;
import dev.flowcell.run.RunEvent.FlowRunCreated;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.testing.RecordingOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells with magics, run by a real JShell and the real engine. */
class CellRunnerTest {

  private final JShellCells java = new JShellCells();
  private final InMemoryRunStore store = new InMemoryRunStore();
  private final RecordingOutput output = new RecordingOutput();
  private final CurrentCell cell = new CurrentCell(output);
  private final Session session = Session.open(cell, java, store, Clock.systemUTC());
  private final CellRunner runner = new CellRunner(context(java));
  private int number;

  @AfterEach
  void close() {
    session.close();
    java.close();
    store.close();
  }

  // Plain Java

  @Test
  void a_cell_without_magic_is_one_evaluation_of_its_own_text() {
    String text = "int a = 1;\nString s = \"\"\"\n%d\n\"\"\";\n// 100 % sure, @ home\na + 1";
    assertThat(text(run(text))).isEqualTo("2");
    assertThat(java.asked()).containsExactly(text);
  }

  // Tasks and flows over methods

  @Test
  void a_method_under_a_task_line_is_tracked_and_keeps_its_lines() {
    done("// first\n%task --retries 3 --delay 3s\nint twice(int x)\n{\n    return 2 * x;\n}");
    assertThat(java.asked().get(0))
        .isEqualTo(
            "// first\n%s\nint twice$task(int x)\nthrows/*$*/Exception {\n    return 2 * x;\n} "
                    .formatted(" ".repeat(28))
                + "int twice(int x) { return new dev.flowcell.TrackedCall(0).<Integer>call(() ->"
                + " twice$task(x), new Object[] {x}); } dev.flowcell.TaskHandle<Integer> twice ="
                + " new dev.flowcell.TaskHandle<>(\"twice\", 0);");
    assertThat(text(run("twice(21)"))).isEqualTo("42");
    Task task = session.definitions().task("twice").orElseThrow();
    assertThat(task.parameters()).containsExactly(new Parameter("int", "x"));
    assertThat(task.source()).isEqualTo("int twice(int x)\n{\n    return 2 * x;\n}");
    assertThat(task.retry()).isEqualTo(RetryPolicy.of(3, Duration.ofSeconds(3)));
    assertThat(task.cell()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%task\nint f(int x) { return x; }",
        "%%task\nint f(int x) { return x; }",
        "@Task int f(int x) { return x; }",
        "@Task()\npublic static int f(int x) { return x; }",
        "@dev.flowcell.Task(retries = 1) int f(int x) { return x; }",
        "%task\n/** Doc. */\n// more\n\n@Deprecated\nint f(int x) { return x; }",
        "%task\nprivate <T extends Comparable<T>> T f(T x) { return x; }",
        "%task\nint f(int... x) { return x[0]; }",
        "%task\nint f(final int x) throws java.io.IOException { if (x < 0) throw new"
            + " java.io.IOException(); return x; }",
        "%task\nlong f(long x) { if (x < 0) throw new Exception(\"checked\"); return x; }",
        "%task\nString f(int x) { return \"\" + /* } */ x; } // f {",
        "%task\nString f /* f( */ (int x) { return \"\" + x; }",
        "%task\nint\nf(\n    int x\n)\n{\n    return x;\n}\n"
      })
  void every_spelling_and_every_kind_of_method_is_a_task(String text) {
    done(text);
    assertThat(session.definitions().tasks()).extracting(Task::name).containsExactly("f");
    assertThat(text(run("f(7)")).replace("\"", "")).isEqualTo("7");
  }

  @Test
  void a_void_method_and_arrays_and_generic_values_pass_through() {
    done("int calls = 0;\n%task\nvoid count() { calls++; }");
    done("%task\nint[] array(int[] a, String[]... more) { return a; }");
    done(
        "%task\n<K, V extends List<K>> Map<K, V> map(K key, V value) { return Map.of(key, value); }");
    assertThat(text(run("count();\ncalls"))).isEqualTo("1");
    assertThat(text(run("array(new int[] {1, 2}).length"))).isEqualTo("2");
    assertThat(text(run("Map<Integer, List<Integer>> m = map(1, List.of(2));\nm")))
        .isEqualTo("{1=[2]}");
    assertThat(session.definitions().task("array").orElseThrow().parameters())
        .extracting(Parameter::type)
        .containsExactly("int[]", "String[]...");
  }

  @Test
  void a_variable_called_dev_does_not_break_a_task() {
    done("double dev = 1.5;");
    done("%task\ndouble half(double dev) { return dev / 2; }");
    assertThat(text(run("half(dev)"))).isEqualTo("0.75");
  }

  @Test
  void tasks_flows_and_statements_of_one_cell_work_in_any_order() {
    String text =
        """
        %flow
        int pipeline(int start) {
            return next(next(start));
        }
        int before = 40;
        @Task(retries = 2, delay = {"1s", "2s"}, tags = {"a", "b"})
        int next(int x) { return x + 1; }

        pipeline(before)""";
    assertThat(text(run(text))).isEqualTo("42");
    assertThat(java.asked()).hasSize(1);
    Task next = session.definitions().task("next").orElseThrow();
    assertThat(next.retry().delays()).hasSize(2);
    assertThat(next.options().tags()).containsExactly("a", "b");
    assertThat(next.source()).startsWith("int next(");
    Flow pipeline = session.definitions().flow("pipeline").orElseThrow();
    assertThat(pipeline.parameters()).hasToString("[int start]");
    RunTree tree = lastRun();
    assertThat(tree.tasks()).extracting(TaskRun::task).containsExactly("next", "next");
  }

  @Test
  void overloads_and_recursion_are_tasks_too() {
    done("%task\nint f(int n) { return n == 0 ? 0 : 1 + f(n - 1); }");
    done("%task\nString f(String s) { return s; }");
    done("%flow\nint all() { f(\"x\"); return f(2); }");
    assertThat(text(run("all()"))).isEqualTo("2");
    assertThat(session.definitions().tasks()).hasSize(2);
    assertThat(lastRun().tasks()).hasSize(4);
  }

  @Test
  void a_name_over_a_method_is_shown_and_the_call_stays_the_methods() {
    done("%task \"Load the data\"\nint load() { return 5; }\n%flow\nint all() { return load(); }");
    assertThat(text(run("all()"))).isEqualTo("5");
    assertThat(lastRun().tasks()).extracting(TaskRun::task).containsExactly("Load the data");
    done("%task name=list\nint list() { return 5; }");
    assertThat(session.definitions().task("list")).isPresent();
  }

  @Test
  void a_cell_magic_makes_each_method_a_task_and_runs_the_rest_once() {
    done(
        "// note\n%%task --retries 1\nint n = 0;\nint a() { return 1; }\nn++;\nint b() { return 2; }");
    assertThat(session.definitions().tasks()).extracting(Task::name).containsExactly("a", "b");
    assertThat(session.definitions().tasks()).allMatch(task -> task.retry().retries() == 1);
    assertThat(text(run("n + a() + b()"))).isEqualTo("4");
  }

  @Test
  void a_plain_declaration_makes_a_task_an_ordinary_method_again() {
    done("%task\nint f(int x) { return x; }\n%task\nint g() { return 1; }");
    done("int f(int x) { return -x; }");
    assertThat(session.definitions().tasks()).extracting(Task::name).containsExactly("g");
    assertThat(text(run("f(3)"))).isEqualTo("-3");
  }

  @Test
  void a_declaration_that_does_not_compile_leaves_the_old_one() {
    done("%task --retries 1\nint f() { return 1; }");
    assertThat(failed("%task --retries 2\nint f() { return nothing(; }").name())
        .isEqualTo("CompileError");
    assertThat(failed("%task --retries 3\nint f() { return \"text\"; }").name())
        .isEqualTo("CompileError");
    assertThat(session.definitions().task("f").orElseThrow().retry().retries()).isEqualTo(1);
    assertThat(text(run("f()"))).isEqualTo("1");
  }

  @Test
  void what_was_declared_stays_when_another_part_of_the_cell_fails() {
    failed("%task\nint good() { return 1; }\n%task\nint bad() { return true; }\nint x = 1 / 0;");
    assertThat(session.definitions().tasks()).extracting(Task::name).containsExactly("good");
    failed("%task\nint late() { return 1; }\nint x = 1 / 0;");
    assertThat(session.definitions().task("late")).isPresent();
    assertThat(text(run("late()"))).isEqualTo("1");
  }

  @Test
  void callers_find_a_task_that_was_declared_again() {
    done("%task\nint f() { return 1; }\n%flow\nint all() { return f(); }");
    done("%task\nint f() { return 2; }");
    assertThat(text(run("all()"))).isEqualTo("2");
    assertThat(lastRun().tasks().get(0).source()).contains("return 2");
  }

  // Cell tasks

  @Test
  void statements_under_a_name_run_at_once_as_a_task_and_their_variables_stay() {
    CellResult result =
        run("int before = 1;\n%task load\nint loaded = before + 1;\nloaded * 10\n%lsmagic");
    assertThat(result).isInstanceOf(CellResult.Value.class);
    assertThat(text(run("loaded"))).isEqualTo("2");
    done("before = 5;");
    assertThat(text(run("load()"))).contains("60");
    assertThat(text(run("loaded"))).isEqualTo("6");
    Task task = session.definitions().task("load").orElseThrow();
    assertThat(task.source()).isEqualTo("int loaded = before + 1;\nloaded * 10");
  }

  @Test
  void a_cell_task_may_end_with_a_value_or_without() {
    assertThat(text(run("%%task answer\n40 + 2"))).isEqualTo("42");
    done("int n = 0;");
    done("%task silent\nn++;\nint m = n;");
    assertThat(run("silent();")).isInstanceOf(CellResult.Done.class);
    assertThat(text(run("n"))).isEqualTo("2");
  }

  @Test
  void a_cell_task_is_retried_and_a_cell_flow_has_its_tasks() {
    done("int tries = 0;\n%task\nint one() { return 1; }");
    assertThat(
            text(
                run(
                    "%task flaky --retries 2\nif (++tries < 3) throw new Exception(\"no\");\ntries")))
        .isEqualTo("3");
    assertThat(text(run("%flow all\none() + one()"))).isEqualTo("2");
    assertThat(lastRun().tasks()).hasSize(2);
  }

  @Test
  void a_cell_task_that_fails_can_be_called_again_and_one_that_does_not_compile_is_none() {
    done("int divisor = 0;");
    assertThat(failed("%task ratio\nint r = 10 / divisor;").message()).contains("zero");
    done("divisor = 5;");
    done("ratio();");
    assertThat(text(run("r"))).isEqualTo("2");
    assertThat(failed("%task broken --retries 3\nint r = \"a\";").name()).isEqualTo("CompileError");
    assertThat(session.definitions().task("broken")).isEmpty();
  }

  // Errors

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "%task --retires 3#int f() { return 1; } | unknown option --retires, did you mean --retries?",
        "%taks list | unknown magic %taks, did you mean %task?",
        "%dashbord | unknown magic %dashbord, did you mean %dashboard?",
        "%task --expires 3s#int f() { return 1; } | --expires of f needs a --cache POLICY:"
            + " without one no result is reused",
        "%task --cache input#int f() { return 1; } | --cache of f needs inputs, source or"
            + " inputs+source, not 'input', did you mean inputs?",
        "%task --cache inputs-m#int f(int n) { return n; } | --cache of f leaves out 'm', but f has"
            + " no such parameter",
        "%task load --cache inputs#int n = 1; | --cache cannot be had for the statements of"
            + " load: without them its variables would be missing; make it a method",
        "%flow schedule f --evry 1h | unknown option --evry, did you mean --every?",
        "%task | %task found no method: there is nothing below it",
        "%task#%task list | %task found no method: there is nothing below it",
        "%task#class A {} | %task found no method: below it stands the type A",
        "%task#int a = 1; | %task found no method: over statements it needs a NAME (%task NAME)",
        "%%flow#5 + 5 | %%flow found no method: over statements it needs a NAME (%%flow NAME)",
        "%task 2x#int a = 1; | '2x' cannot be called: over statements, the NAME of %task must be a"
            + " Java name such as loadData",
        "%%task both#int a() { return 1; }#int b() { return 2; } | 'both' is one name for 2 methods;"
            + " leave it out",
        "@Task(retires = 3) int f() { return 1; } | unknown attribute 'retires', did you mean"
            + " 'retries'?",
        "@Task(retries = n) int f() { return 1; } | retries needs a literal, such as 3, \"3s\" or"
            + " IOException.class",
        "@Task(retries = -1) int f() { return 1; } | retries needs a whole number of 0 or more, not"
            + " '-1'",
        "@Task(delay = \"3\") int f() { return 1; } | delay needs a duration such as 300ms, 3s, 2m,"
            + " 1h or PT3S, not '3'",
        "%task#@Task int f() { return 1; } | the method f is declared twice: say %task, @Task or"
            + " @Flow once",
        "int a = 1;#%%task#int f() { return 1; } | %%task must be the first line of its cell; above"
            + " a method write %task",
        "%%doctor | there is no %%doctor, write %doctor",
        "%task show nothing | there is no task 'nothing'; %task list shows those there are",
        "%flow show 42 | there is no run '42'; %flow history lists the runs",
        "%help tsk | there is no magic 'tsk', did you mean task?",
        "%task a --name b#int f() { return 1; } | --name and 'a' are two names, give one"
      })
  void a_mistake_is_named_before_anything_runs(String text, String message) {
    CellError error = failed(text.replace('#', '\n'));
    assertThat(error.name()).isEqualTo("UsageError");
    assertThat(error.message()).isEqualTo(message);
    assertThat(error.traceback().get(3)).contains("^");
    assertThat(java.asked()).isEmpty();
  }

  @Test
  void a_missing_semicolon_before_a_magic_is_what_is_reported() {
    assertThat(failed("int a = 1\n%task\nint f() { return 1; }").message()).contains("';'");
    assertThat(failed("int a = 1 +\n%help").name()).isEqualTo("CompileError");
  }

  // Lines between statements

  @Test
  void magics_run_between_the_statements_in_order_and_the_last_value_counts() {
    CellResult result = run("int a = 1;\n%help time\na++;\n%time a + 1\na + 10");
    assertThat(text(result)).isEqualTo("12");
    assertThat(output.displayed()).hasSize(2);
    assertThat(output.displayed().get(0)).startsWith("%time");
    assertThat(output.printed(CellOutput.Stream.STDOUT)).startsWith("Wall time: ");
  }

  @Test
  void time_takes_a_line_or_a_cell_and_passes_failures_on() {
    assertThat(text(run("%time Math.abs(-3) // here"))).isEqualTo("3");
    assertThat(text(run("%%time\nint a = 4;\na"))).isEqualTo("4");
    assertThat(output.printed(CellOutput.Stream.STDOUT).lines()).hasSize(2);
    failed("%time 1 / 0");
    assertThat(failed("%%time\nint f() {").name()).isEqualTo("CompileError");
  }

  @ParameterizedTest
  @ValueSource(strings = {"task", "flow", "doctor", "help", "lsmagic", "time", "env"})
  void every_magic_tells_how_it_is_used(String magic) {
    assertThat(text(run("%" + magic + " --help"))).startsWith("%" + magic);
    assertThat(text(run("%lsmagic"))).contains("%" + magic);
  }

  @Test
  void a_run_that_goes_on_elsewhere_is_asked_to_end() {
    List<String> asked = new ArrayList<>();
    store.onCancelRequest(asked::add);
    assertThat(failed("%flow cancel").message()).contains("no flow runs now");
    store.onEvent(new FlowRunCreated(flowRun("01aaaaaa")));
    assertThat(text(run("%flow cancel"))).isEqualTo("talk aaaaaa is asked to end.");
    store.onEvent(new FlowRunCreated(flowRun("01bbbbbb")));
    assertThat(failed("%flow cancel").message())
        .contains("several flows run now: talk bbbbbb, talk aaaaaa; say which");
    assertThat(text(run("%flow cancel bbb"))).isEqualTo("talk bbbbbb is asked to end.");
    store.onEvent(new FlowRunChanged("01bbbbbb", State.completed(Instant.EPOCH, 1)));
    assertThat(text(run("%flow cancel bbb"))).isEqualTo("talk bbbbbb has ended: Completed");

    assertThat(asked).containsExactly("01aaaaaa", "01bbbbbb");
  }

  private static FlowRun flowRun(String id) {
    List<State> pending = List.of(State.pending(Instant.EPOCH));
    return new FlowRun(id, "talk", null, Map.of(), "", 1, "", Instant.EPOCH, pending);
  }

  @Test
  void the_doctor_tells_the_versions_and_the_store() {
    assertThat(text(run("%doctor")))
        .contains("1.2.3")
        .contains(System.getProperty("java.version"))
        .contains("0.44.4")
        .contains(store.describe());
  }

  @Test
  void tasks_are_listed_and_shown_in_both_spellings() {
    assertThat(text(run("%task list"))).contains("No tasks yet");
    done(
        "%task --retries 3 --delay 1s,2s --description \"it's clean\"\nint clean(int x) { return x; }");
    done("%flow\nint all() { return clean(1); }\nall();");
    assertThat(text(run("%task list")))
        .contains("clean", "--retries 3", "int x", "In [2]", "Completed");
    assertThat(text(run("%flow list"))).contains("all", "Completed");
    assertThat(text(run("%task show clean")))
        .contains("%task --retries 3 --delay 1s,2s --description \"it's clean\"")
        .contains("@Task(retries = 3, delay = \"1s,2s\", description = \"it's clean\")")
        .contains("return x;");
  }

  @Test
  void runs_are_listed_shown_and_their_lines_searched() {
    assertThat(text(run("%flow history"))).contains("No runs yet");
    assertThat(text(run("%flow logs"))).contains("No such log lines");
    done("%task\nvoid say(String s) { runLogger().warn(s); runLogger().info(\"more\"); }");
    done("%flow\nvoid talk(String s) { say(s); }\ntalk(\"one\");\ntalk(\"two\");");
    String history = text(run("%flow history"));
    assertThat(history).contains("talk", "Completed", "s=", "one", "two");
    assertThat(text(run("%flow history --limit 1"))).contains("two").doesNotContain("one");
    assertThat(text(run("%flow logs")).lines()).hasSize(4);
    assertThat(text(run("%flow logs --grep ONE --level warn")).lines())
        .singleElement()
        .asString()
        .contains("WARN", "say-1", "one");
    FlowRun latest = store.flowRuns(new FlowRunQuery(null, 1)).get(0);
    assertThat(text(run("%flow logs " + latest.shortId())).lines()).hasSize(2);
    done("say(\"alone\");");
    assertThat(text(run("%flow logs --grep alone"))).contains("task outside a flow | alone");
    assertThat(text(run("%flow show"))).contains("talk", "say");
    assertThat(text(run("%flow show " + latest.shortId()))).contains("two");
  }

  @Test
  void a_run_is_written_as_a_page_of_its_own(@TempDir Path folder) throws IOException {
    done("%flow\nint six() { return 6; }\nsix();");
    Path page = folder.resolve("run.html");

    assertThat(text(run("%flow show six --html '" + page + "'"))).contains(page.toString());
    assertThat(Files.readString(page)).contains("<title>six</title>", "Completed");
    String nowhere = folder.resolve("none/run.html").toString();
    assertThat(
            ((CellResult.Failed) run("%flow show six --html '" + nowhere + "'")).error().message())
        .startsWith("--html can't be written: NoSuchFileException");
  }

  @Test
  void a_task_that_ran_outside_every_flow_has_a_last_state() {
    done("%task\nint fine() { return 1; }\n%task\nint fails() { return 1 / 0; }\nfine();");
    failed("fails();");
    assertThat(text(run("%task list"))).containsPattern("fine .*Completed(?s:.*)fails .*Failed");
  }

  @Test
  void a_verb_with_a_slip_of_the_pen_is_named() {
    assertThat(failed("%task lst").message()).contains("did you mean %task list?");
    assertThat(failed("%flow histroy").message()).contains("did you mean %flow history?");
    assertThat(failed("%flow cleanUp").message()).contains("there is nothing below it");
  }

  @Test
  void a_variable_that_is_called_as_the_front_door_does_not_break_a_task() {
    done("int Flowcell = 1;\nint TrackedCall = 2;\nString dev = \"\";");
    done("%task\nint f(int dev) { return dev; }");
    assertThat(text(run("f(3)"))).isEqualTo("3");
  }

  @Test
  void a_cell_that_ends_with_display_has_shown_its_value() {
    CellRunner runner = new CellRunner(context(new DisplayOnly(cell)));
    CellSource source = new CellSource("", 1, "display(x)");
    assertThat(runner.run(source)).isInstanceOf(CellResult.Done.class);
  }

  private CellResult run(String text) {
    CellSource source = new CellSource("", ++number, text);
    cell.begin(source, output, CellInput.NONE);
    try {
      return runner.run(source);
    } finally {
      session.engine().endCell();
    }
  }

  private MagicContext context(CellEvaluator evaluator) {
    return new MagicContext(
        session.engine(),
        session.definitions(),
        store,
        evaluator,
        cell,
        session.renderers(),
        new Libraries(),
        Clock.systemUTC(),
        "1.2.3");
  }

  private void done(String text) {
    assertThat(run(text)).as(text).isNotInstanceOf(CellResult.Failed.class);
  }

  private CellError failed(String text) {
    CellResult result = run(text);
    assertThat(result).as(text).isInstanceOf(CellResult.Failed.class);
    return ((CellResult.Failed) result).error();
  }

  private static String text(CellResult result) {
    assertThat(result).isInstanceOf(CellResult.Value.class);
    return ((CellResult.Value) result).bundle().text();
  }

  private RunTree lastRun() {
    assertThat(store.flush(Duration.ofMinutes(1))).isTrue();
    return store.find(store.flowRuns(new FlowRunQuery(null, 1)).get(0).id()).orElseThrow();
  }

  /** Cells that only show something: what they evaluate to is the id of the display. */
  private record DisplayOnly(CurrentCell current) implements CellEvaluator {

    @Override
    public Evaluation evaluate(CellSource cell, String java) {
      String id = "the id";
      current.handOut(id);
      return new Evaluation.Value(id);
    }

    @Override
    public Optional<String> variableType(String name) {
      return Optional.empty();
    }

    @Override
    public CellError describe(Throwable thrown) {
      return CellError.of("none", "");
    }
  }
}
