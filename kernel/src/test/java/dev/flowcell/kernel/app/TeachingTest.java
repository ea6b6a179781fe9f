package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellResult;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.TaskRun;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verbs for teaching and debugging, in cells. */
@Timeout(60)
class TeachingTest extends KernelCells {

  TeachingTest() {
    super("java.time.*");
  }

  // %flow run

  @Test
  void a_flow_is_called_with_arguments_by_name_and_by_type() {
    done("enum Level { EASY, HARD }\nList<Integer> some = List.of(4, 5);");
    done(
        "%flow\nString exam(int year, Long n, double p, String title, Level level, boolean on,"
            + " List<Integer> list, LocalDate day) {\n"
            + "  return year + \" \" + n + \" \" + p + \" \" + title + \" \" + level + \" \" + on"
            + " + \" \" + list + \" \" + day;\n}");

    assertThat(
            value(
                "%flow run exam title=\"Final exam\" year=2_026 n=7 p=1 level=HARD on=true list=some"
                    + " day='LocalDate.of(2026, 1, 31)'"))
        .isEqualTo("2026 7 1.0 Final exam HARD true [4, 5] 2026-01-31");
    assertThat(lastFlow().parameters())
        .containsEntry("year", "2026")
        .containsEntry("title", "Final exam");
  }

  @Test
  void arguments_may_be_java_and_nothing() {
    done("int first = 2020;\nString word = \"w\";");
    done("%flow\nString exam(int year, String title, Object any) { return year + title + any; }");

    assertThat(value("%flow run exam year=\"first + 6\" title='(word + \"!\")' any=null"))
        .isEqualTo("2026w!null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%flow run exm year=1 | there is no flow 'exm', did you mean exam?; %flow list shows"
            + " those there are",
        "%flow run | %flow run needs the name of a flow",
        "%flow run exam | exam needs its parameter int year: write year=VALUE",
        "%flow run exam yaer=1 | exam has no parameter 'yaer', did you mean year?",
        "%flow run exam year=1 year=2 | year is given twice",
        "%flow run exam year=1 --fail clan:2 | --fail knows no task 'clan', did you mean clean?; %task list"
            + " shows those there are",
        "%flow run exam year=1 --fail clean | --fail needs a task and a value, such as clean:2",
        "%flow run exam year=1 --fail clean:x | --fail needs how many attempts fail, 1 or more, not"
            + " 'x'",
        "%flow run exam year=1 --fail exam:1 | --fail takes a task, and exam is a flow; name one of"
            + " its tasks",
        "%flow run exam year=1 --seed x | --seed needs a whole number, not 'x'",
        "%flow run exam year=1 --fail clean:1 --fail clean:2 | --fail is given twice for clean"
      })
  void what_does_not_fit_is_said(String line, String message) {
    done(
        "%task\nint clean(int x) { return x; }\n%flow\nint exam(int year) { return clean(year); }");
    assertThat(failed(line).message()).isEqualTo(message);
  }

  @Test
  void an_argument_of_another_type_is_said_where_it_stands() {
    done("%flow\nint exam(int year) { return year; }");

    CellError error = failed("%flow run exam year=now");

    assertThat(error.message()).startsWith("year is no int: 'now' (");
    assertThat(error.traceback()).anyMatch(line -> line.endsWith("^^^^^^^^"));
    assertThat(failed("%flow run exam year='1 / 0'").name()).isEqualTo("ArithmeticException");
  }

  @Test
  void tasks_fail_on_purpose_as_often_as_they_are_to() {
    done("%task --retries 2\nint clean(int x) { return x; }");
    done("%flow\nint exam(int year) { return clean(clean(year)); }");

    assertThat(value("%flow run exam --fail clean:2 year=7 --seed 3")).isEqualTo("7");

    assertThat(lastRun().tasks()).extracting(run -> run.attempts().size()).containsExactly(3, 3);
    assertThat(lastRun().logs().get(0).message()).contains("--fail clean:2 --seed 3");
    CellError error = failed("%flow run exam --fail clean:3 year=7");
    assertThat(error.name()).isEqualTo("InjectedFailureException");
    assertThat(error.message()).isEqualTo("attempt 3 of clean failed on purpose (--fail clean:3)");
    done("exam(1)");
    assertThat(lastRun().tasks()).extracting(run -> run.attempts().size()).containsExactly(1, 1);
  }

  @Test
  void a_slow_task_runs_out_of_its_time() {
    done("%task --timeout 100ms\nint load() { return 1; }\n%flow\nint exam() { return load(); }");

    assertThat(failed("%flow run exam --slow load:1m").message())
        .isEqualTo("load has taken longer than 100ms");
    assertThat(lastRun().tasks())
        .extracting(TaskRun::state)
        .allMatch(s -> s.name().equals("TimedOut"));
  }

  @Test
  void a_flow_that_is_shown_by_another_name_and_one_of_statements_run_too() {
    done("%flow \"The exam\"\nint exam(int year) { return year; }");
    done("%flow steps\nint done = 3;\ndone + 1");

    assertThat(value("%flow run \"The exam\" year=5")).isEqualTo("5");
    assertThat(value("%flow run steps")).isEqualTo("4");
    assertThat(lastFlow()).extracting(FlowRun::parameters).isEqualTo(Map.of());
  }

  // %flow plan

  @Test
  void a_plan_shows_what_a_flow_leads_to_and_how() {
    done("%task\nint load(int year) { return year; }");
    done("%task --retries 2 --delay 1s\nint clean(int raw) { return raw; }");
    done("%task\nint sum(int a) { return a == 0 ? 0 : sum(a - 1); }");
    done("int prepare(int raw) { return raw > 0 ? clean(raw) : raw; }");
    done("int idle(int x) { return x; }");
    done("%flow\nint part(int x) { return sum(clean(x)); }");
    done(
        "%flow\nint exam(int year) {\n  int all = idle(prepare(load(year)));\n"
            + "  for (int i = 0; i < 3; i++) { all += part(i); }\n"
            + "  clean.map(List.of(1, 2));\n  return sum.submit(all).join();\n}");
    done("load(2026)");

    assertThat(value("%flow plan exam").lines().map(line -> line.replaceAll(" {2,}", "  ")))
        .containsExactly(
            "flow exam(int year)",
            "├─ task load(int year)  last Completed",
            "├─ method prepare()",
            "│  └─ task clean(int raw)  conditional · --retries 2 --delay 1s · not run yet",
            "├─ flow part(int x)  in a loop",
            "│  ├─ task clean(int raw)  --retries 2 --delay 1s · not run yet",
            "│  └─ task sum(int a)  not run yet",
            "│  └─ task sum(int a)  conditional · recursive",
            "├─ task clean(int raw)  mapped · --retries 2 --delay 1s · not run yet",
            "└─ task sum(int a)  submitted · not run yet · as above");
  }

  @Test
  void a_plan_says_what_is_stale_and_what_is_not_declared() {
    done("int half(int x) { return x / 2; }\n%task\nint load(int x) { return half(x); }");
    done("load(4)");
    done("int half(int x) { return x / 3; }");
    done("%flow\nint exam() { if (load(1) > 0) { later.submit(2); } return clean(load(1)); }");

    assertThat(value("%flow plan exam").lines().map(line -> line.replaceAll(" {2,}", "  ")))
        .containsExactly(
            "flow exam()",
            "├─ task load(int x)  last Completed · stale: half() changed",
            "├─ later(…)  conditional · submitted · not declared yet: run its cell first",
            "├─ task load(int x)  last Completed · stale: half() changed",
            "└─ clean(…)  not declared yet: run its cell first");
  }

  // %task debug, run and diff

  @Test
  void what_a_failed_attempt_was_given_is_put_into_variables() {
    done("record Score(String name, int points) {}");
    done(
        "%task\nint clean(List<Score> raw, int least) {\n"
            + "  if (raw.size() > least) throw new IllegalStateException(\"too many\");\n"
            + "  return raw.size();\n}");
    done("%flow\nint exam(int n) { return clean(List.of(new Score(\"Ada\", n)), 0); }");
    failed("exam(7)");
    done("clean(List.of(), 5)");
    done("int least = 3;");

    assertThat(
            value("%task debug clean").lines().map(line -> line.replaceAll(" at .* after .*:", "")))
        .containsExactly(
            "clean-1 (run " + lastRun().tasks().get(0).shortId() + ") failed",
            "    IllegalStateException: too many",
            "Variables with what it was given:",
            "    List<Score> raw = [Score[name=Ada, points=7]]",
            "    int least_ = 0   (your own variable least stays)",
            "Repeat the call: clean(raw, least_)");
    assertThat(value("raw.get(0).points() + least_ + least")).isEqualTo("10");
    assertThat(failed("clean(raw, least_)").message()).isEqualTo("too many");

    // a second time takes the same names
    assertThat(value("%task debug clean")).endsWith("Repeat the call: clean(raw, least_)");
  }

  @Test
  void an_attempt_that_was_tried_again_can_be_debugged_too() {
    done(
        "int tries = 0;\n%task --retries 1\n<T> T load(T x, int... more) { if (tries++ == 0)"
            + " throw new IllegalStateException(\"busy\"); return x; }");
    done("load(\"a\", 1, 2)");

    assertThat(value("%task debug load"))
        .contains("IllegalStateException: busy", "T x = a", "Repeat the call: load(x, more)");
    assertThat(value("more.length")).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%task debug cleen | there is no task 'cleen', did you mean clean?; %task list shows those"
            + " there are",
        "%task debug | %task debug needs the name of a task",
        "%task debug clean | no attempt of clean has failed in this session; %task run clean repeats"
            + " its last call",
        "%task debug clean xyz | no failed attempt of clean is known of run 'xyz' in this session",
        "%task run clean | clean has not been called in this session, so there are no arguments to"
            + " repeat: call clean(int x)",
        "%task diff clean | clean has not run yet",
        "%flow plan exm | there is no flow 'exm', did you mean exam?; %flow list shows those there are"
      })
  void what_can_not_be_done_is_said(String line, String message) {
    done(
        "%task\nint clean(int x) { return x; }\n%flow\nint exam(int year) { return clean(year); }");
    assertThat(failed(line).message()).isEqualTo(message);
  }

  @Test
  void a_task_is_repeated_with_its_last_arguments() {
    done("int calls = 0;\n%task\nString load(String a, int b) { calls++; return a + b; }");
    done("%task\nString load(String a) { return a + \"!\"; }");
    done("%flow\nString exam() { return load.submit(load.submit(\"x\"), 2).join(); }");
    done("exam()");

    assertThat(value("%task run load")).isEqualTo("x!2");
    assertThat(value("calls")).isEqualTo("2");
    done("%task\nvoid idle() {}");
    assertThat(run("%task run idle")).isInstanceOf(CellResult.Done.class);
  }

  @Test
  void the_source_of_the_last_run_is_told_from_todays() {
    done("int half(int x) { return x / 2; }");
    done(
        "%task\nint load(int x) {\n  // a note\n  return half(x);\n}\n%flow\nint exam() { return load(4); }");
    done("exam()");
    String run = lastRun().tasks().get(0).shortId();
    String flow = lastFlow().shortId();

    assertThat(value("%task diff load"))
        .isEqualTo("The source of load is unchanged since load-1 (run " + run + ").");
    done("%task\nint load(int x) {\n  // a note\n  return half(x) + 1;\n}");
    done("int half(int x) { return x / 3; }");
    assertThat(value("%task diff load").lines())
        .containsExactly(
            "--- load-1 (run " + run + ")",
            "+++ load now, In [5]",
            "@@ -1,4 +1,4 @@",
            " int load(int x) {",
            "   // a note",
            "-  return half(x);",
            "+  return half(x) + 1;",
            " }",
            "What it uses has changed since: method half.");
    done("exam()");
    assertThat(value("%task diff load")).startsWith("The source of load is unchanged");
    assertThat(value("%task diff load " + flow)).contains("-  return half(x);");
  }

  @Test
  void a_task_that_has_changed_after_its_last_run_is_stale() {
    done("int half(int x) { return x / 2; }\n%task\nint load(int x) { return half(x); }");
    assertThat(value("%task list")).contains("Stale").doesNotContain("changed");
    done("load(4)");
    done("%task\nint load(int x) { /* the same */ return half(x); }");
    assertThat(value("%task list")).contains("Completed").doesNotContain("changed");
    done("int half(int x) { return x / 3; }");
    assertThat(value("%task list")).contains("half() changed");
    done("%task\nint load(int x) { return -half(x); }");
    assertThat(value("%task list")).contains("half() changed; changed in In [8]");
    done("load(4)");
    assertThat(value("%task list")).doesNotContain("changed");
  }

  // In code

  @Test
  void a_task_in_code_tells_its_options_and_its_last_run() {
    done("%task --retries 1\n/** Half of it. */\nint half(int x) { return 6 / x; }");
    String code = "int half = 1;\nhalf(3) + other.half";
    assertThat(notebook.inspect("half(3)", 2, false).orElseThrow().text())
        .startsWith("task half(int x)\n")
        .contains("--retries 1", "declared in  In [1]", "last run     –", "/** Half of it. */");
    failed("half(0)");

    assertThat(notebook.inspect(code, code.indexOf("half(") + 4, false).orElseThrow().text())
        .containsPattern(
            "last run     Failed \\d\\d:.*, 2 attempts: ArithmeticException: / by zero");
    assertThat(notebook.inspect(code, code.length(), false)).isEmpty();
    assertThat(notebook.inspect("%task show half", 12, false).orElseThrow().text())
        .startsWith("%task, %%task: ");
    assertThat(notebook.complete("hal", 3).notes().get("half("))
        .satisfies(note -> assertThat(note.kind()).isEqualTo("task"))
        .satisfies(
            note -> assertThat(note.text()).startsWith("half(int x) · --retries 1 · Failed "));
    done("String mine = \"\";");
    done("%task\nint mine() { return 1; }");
    assertThat(notebook.inspect("mine.length()", 2, false).orElseThrow().text())
        .isEqualTo("String mine = \"\"");
    assertThat(notebook.inspect("mine()", 2, false).orElseThrow().text()).startsWith("task mine()");
  }
}
