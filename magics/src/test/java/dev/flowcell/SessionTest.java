package dev.flowcell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput.Stream;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.FlowOptions;
import dev.flowcell.flow.Task;
import dev.flowcell.flow.TaskOptions;
import dev.flowcell.parameter.Parameters;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunTree;
import dev.flowcell.secret.Secrets;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.testing.FakeClock;
import dev.flowcell.testing.RecordingOutput;
import dev.flowcell.testing.UnusedEvaluator;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.ConsoleHandler;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SessionTest {

  private final RecordingOutput output = new RecordingOutput();
  private final CurrentCell cell = new CurrentCell(new RecordingOutput());
  private final InMemoryRunStore store = new InMemoryRunStore();
  private final Session session =
      Session.open(
          cell,
          new UnusedEvaluator(),
          store,
          new FakeClock(),
          "exam.ipynb",
          null,
          Parameters.none(),
          Secrets.none());

  @BeforeEach
  void beginCell() {
    cell.begin(new CellSource("four", 4, "text"), output, CellInput.NONE);
  }

  @AfterEach
  void closeSession() {
    session.close();
  }

  @Test
  void a_flow_called_by_its_number_is_kept_in_the_store_and_shown_in_its_cell() {
    int result = new TrackedCall(flow("pipeline")).<Integer>call(() -> 42, new Object[0]);

    session.endCell();

    assertThat(result).isEqualTo(42);
    assertThat(store.flowRuns(new FlowRunQuery(null, 10)))
        .extracting(FlowRun::flow, FlowRun::notebook, FlowRun::cell, run -> run.state().name())
        .containsExactly(tuple("pipeline", "exam.ipynb", 4, "Completed"));
    assertThat(output.kinds()).containsExactly("display");
    assertThat(output.sent().get(0).text()).contains("pipeline").contains("Completed");
  }

  @Test
  void what_a_cell_prints_and_displays_after_a_flow_stands_below_it() {
    int flow = flow("pipeline");
    new TrackedCall(flow).<Integer>call(() -> 42, new Object[0]);
    session.engine().printed(Stream.STDOUT, "printed");
    new TrackedCall(flow).<Integer>call(() -> 42, new Object[0]);
    Flowcell.display("displayed");

    assertThat(output.kinds()).containsExactly("display", "STDOUT", "display", "display");
    assertThat(output.sent().get(3).text()).contains("displayed");
  }

  @Test
  void a_call_throws_what_its_body_throws_checked_or_not() {
    int task = task("load");
    for (Throwable thrown : List.of(new IOException(), new IllegalStateException(), new Error())) {
      assertThatThrownBy(() -> new TrackedCall(task).call(throwing(thrown)::call, new Object[0]))
          .isSameAs(thrown);
    }
  }

  @Test
  void a_cell_task_runs_its_cell_again() {
    Task task = new Task("cells", List.of(), "source", 3, TaskOptions.NONE);
    int number = session.definitions().define(task, () -> "again");

    assertThat(new TrackedCall(number).callCell()).isEqualTo("again");
  }

  @Test
  void the_run_logger_writes_into_the_run_from_debug_up() {
    runFlow(
        () -> {
          Flowcell.runLogger().debug("reading {}", "scores.csv");
          Flowcell.runLogger().trace("not this");
          Flowcell.runLogger().error("it failed", new IOException("no such file"));
        });

    assertThat(logs())
        .extracting(LogLine::level, LogLine::logger, LogLine::message)
        .containsExactly(
            tuple(Level.DEBUG, "pipeline", "reading scores.csv"),
            tuple(
                Level.ERROR, "pipeline", "it failed\nIOException: no such file\n    at In [4]:2"));
    assertThat(output.printed(Stream.STDERR)).isEmpty();
  }

  @Test
  void outside_a_run_the_run_logger_prints_in_the_cell() {
    Flowcell.runLogger().info("hello");

    assertThat(output.printed(Stream.STDERR)).matches("\\d\\d:00:00 INFO  hello\\R");
  }

  @Test
  void what_a_library_logs_through_slf4j_is_a_line_of_the_run_from_info_up() {
    org.slf4j.Logger library = LoggerFactory.getLogger("org.library.Reader");

    runFlow(
        () -> {
          library.info("read {} rows", 10);
          library.debug("not this");
        });

    assertThat(logs())
        .extracting(LogLine::level, LogLine::logger, LogLine::message)
        .containsExactly(tuple(Level.INFO, "org.library.Reader", "read 10 rows"));
  }

  @Test
  void what_a_library_logs_through_java_util_logging_is_a_line_of_the_run_from_info_up() {
    Logger library = Logger.getLogger("org.library.Writer");

    runFlow(
        () -> {
          library.log(java.util.logging.Level.WARNING, "wrote {0} rows", 10);
          library.fine("not this");
        });

    assertThat(logs())
        .extracting(LogLine::level, LogLine::logger, LogLine::message)
        .containsExactly(tuple(Level.WARN, "org.library.Writer", "wrote 10 rows"));
  }

  @Test
  void outside_a_run_a_librarys_warnings_are_printed_and_its_infos_are_not() {
    LoggerFactory.getLogger("org.library.Reader").info("quiet");
    LoggerFactory.getLogger("org.library.Reader").warn("loud");
    Logger.getLogger("org.library.Writer").info("quiet");
    Logger.getLogger("org.library.Writer").warning("loud, too");

    assertThat(output.printed(Stream.STDERR).lines().map(line -> line.substring(9)))
        .containsExactly("WARN  org.library.Reader: loud", "WARN  org.library.Writer: loud, too");
  }

  @Test
  void a_library_on_a_thread_of_our_own_disturbs_neither_run_nor_cell() {
    runFlow(
        () -> {
          Thread own =
              new Thread(
                  () -> LoggerFactory.getLogger("org.database").warn("old"), "flowcell-store");
          own.start();
          own.join();
        });

    assertThat(logs()).isEmpty();
    assertThat(output.printed(Stream.STDERR)).isEmpty();
  }

  @Test
  void the_console_handler_of_the_jdk_is_back_when_the_session_is_closed() {
    Logger root = Logger.getLogger("");
    assertThat(Arrays.asList(root.getHandlers())).noneMatch(ConsoleHandler.class::isInstance);

    session.close();

    assertThat(Arrays.asList(root.getHandlers()))
        .noneMatch(JavaLogging.class::isInstance)
        .anyMatch(ConsoleHandler.class::isInstance);
  }

  @Test
  void a_value_is_displayed_and_replaced() {
    String id = Flowcell.display("one");
    Flowcell.updateDisplay(id, "two");
    Flowcell.clearOutput();

    assertThat(output.sent())
        .containsExactly(
            new RecordingOutput.Sent("display", id, "one"),
            new RecordingOutput.Sent("update", id, "two"),
            new RecordingOutput.Sent("clear", "", ""));

    Flowcell.clearOutput(true);
    assertThat(output.sent()).last().isEqualTo(new RecordingOutput.Sent("clear", "", "wait"));
  }

  @Test
  void without_a_session_a_call_says_what_is_missing() {
    session.close();

    assertThatThrownBy(() -> Flowcell.display("x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no Flowcell session is open");
  }

  private void runFlow(Work work) {
    new TrackedCall(flow("pipeline"))
        .call(
            () -> {
              work.run();
              return "done";
            },
            new Object[0]);
  }

  private List<LogLine> logs() {
    String id = store.flowRuns(new FlowRunQuery(null, 1)).get(0).id();
    return store.find(id).map(RunTree::logs).orElseThrow();
  }

  private int flow(String name) {
    return session
        .definitions()
        .define(new Flow(name, List.of(), "source", 3, FlowOptions.NONE), null);
  }

  private int task(String name) {
    return session
        .definitions()
        .define(new Task(name, List.of(), "source", 3, TaskOptions.NONE), null);
  }

  private static Callable<Object> throwing(Throwable thrown) {
    return () -> {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    };
  }

  private interface Work {
    void run() throws Exception;
  }
}
