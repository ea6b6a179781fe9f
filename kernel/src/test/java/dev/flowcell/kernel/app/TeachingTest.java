package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellError;
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
        "%flow run | %flow run needs the name of a FLOW",
        "%flow run exam | exam needs its parameter int year: write year=VALUE",
        "%flow run exam yaer=1 | exam has no parameter 'yaer', did you mean year?",
        "%flow run exam year=1 year=2 | year is given twice",
        "%flow run exam year=1 --fail clan:2 | --fail knows no task 'clan', did you mean clean?",
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
}
