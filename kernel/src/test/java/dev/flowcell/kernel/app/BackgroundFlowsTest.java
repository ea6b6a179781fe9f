package dev.flowcell.kernel.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.Offer;
import dev.flowcell.store.RunRequest;
import dev.flowcell.store.Watch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flows that no cell calls: of schedules, and what other processes ask for. */
@Timeout(120)
public class BackgroundFlowsTest extends KernelCells {

  /** What the flows of a test say, and wait for. */
  public static final BlockingQueue<String> SAID = new LinkedBlockingQueue<>();

  /** Opened by a test that wants its flow to go on. */
  @SuppressWarnings("NonFinalStaticField") // cells reach it by its name
  public static volatile CountDownLatch gate = new CountDownLatch(0);

  private static final String EXAM =
      """
      %flow
      int exam(int year, String name) throws Exception {
          runLogger().info("said for {}", name);
          SAID.add(name + " " + year);
          gate.await();
          return year / 0;
      }
      """;

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  BackgroundFlowsTest(@TempDir Path results) {
    super("static dev.flowcell.kernel.app.BackgroundFlowsTest.*", Clock.systemUTC(), results);
  }

  @BeforeEach
  void work_in_background() {
    SAID.clear();
    gate = new CountDownLatch(0);
    PrintStream stream = new PrintStream(log, true, UTF_8);
    session.workInBackground(new ProcessOutput(stream, stream));
  }

  @Test
  void a_scheduled_flow_runs_beside_the_cell_and_disturbs_it_in_nothing() throws Exception {
    done(EXAM);
    done("%flow schedule exam --every 1s --param year=2026 --param name=Ada --name nightly");

    done("SAID.take();");

    FlowRun run = ended();
    assertThat(run.flow()).isEqualTo("exam");
    assertThat(run.parameters()).containsEntry("year", "2026").containsEntry("name", "Ada");
    assertThat(run.history())
        .extracting(State::name)
        .startsWith("Scheduled")
        .endsWith("Pending", "Running", "Failed");
    assertThat(run.history().get(0).message()).startsWith("by schedule nightly for ");
    assertThat(run.state().message()).contains("ArithmeticException");
    assertThat(printed()).isEmpty();
    assertThat(store.logs(new LogQuery(run.id(), null, Level.TRACE, 10)))
        .extracting(LogLine::message)
        .contains("said for Ada");
  }

  @Test
  void how_a_run_has_ended_is_said_in_a_line_for_those_who_read_the_log_of_a_service()
      throws Exception {
    done("%flow\nvoid exam() { throw new IllegalStateException(\"no\\nluck\"); }");
    done("%flow schedule exam --every 1s");

    await(() -> log.toString(UTF_8).contains("\n"));
    assertThat(log.toString(UTF_8).lines().findFirst().orElseThrow())
        .matches("\\d\\d:\\d\\d:\\d\\d ✗ exam \\w{6} Failed in .*: IllegalStateException: no luck");
  }

  @Test
  void an_interrupt_of_the_cell_leaves_it_alone_and_a_cancel_ends_it() throws Exception {
    gate = new CountDownLatch(1);
    done(EXAM);
    done("%flow schedule exam --every 1s --param year=2026 --param name=Ada");
    SAID.take();
    FlowRun run = store.flowRuns(FlowRunQuery.newest(10).inStates(List.of("running"))).get(0);

    notebook.interrupt();
    assertThat(state(run)).isEqualTo(StateType.RUNNING);

    store.requestCancel(run.id());
    await(() -> state(run) == StateType.CANCELLED);
  }

  @Test
  void a_flow_that_its_parameters_no_longer_fit_is_failed_and_says_why() throws Exception {
    done(EXAM);
    done("%flow schedule exam --every 1s --param year=2026 --param name=Ada");
    done("%flow\nint exam(int year) { return year; }");
    done("%flow\nint exam(int year, java.time.LocalDate name) { return year; }");
    done("%flow schedule list");

    store
        .schedules()
        .find("exam")
        .map(each -> each.withNext(Instant.now()))
        .ifPresent(store.schedules()::put);

    await(
        () ->
            store.flowRuns(FlowRunQuery.newest(10)).stream()
                .anyMatch(each -> each.state().message().contains("needs a value of LocalDate")));
  }

  @Test
  void what_fits_no_parameter_is_said_when_the_schedule_is_declared() {
    done(EXAM);

    assertThat(failed("%flow schedule exam --every 1h --param year=2026").message())
        .contains("flow exam needs a value for its parameter String name");
    assertThat(failed("%flow schedule exam --every 1h --param year=x --param name=A").message())
        .contains("parameter year needs a value of int, not 'x'");
    assertThat(failed("%flow schedule exam --every 1h --param yer=1 --param name=A").message())
        .contains("flow exam has no parameter 'yer'");
    assertThat(failed("%flow schedule exam --param year=1 --param name=A").message())
        .contains("needs one of --every, --cron and --at");
    assertThat(
            failed("%flow schedule exam --at 2020-01-01T06:00 --param year=1 --param name=A")
                .message())
        .contains("is over");
    assertThat(
            failed("%flow schedule exam --cron '61 * * * *' --param year=1 --param name=A")
                .message())
        .contains("61 not in range");
    assertThat(failed("%flow schedule pause nobody").message())
        .contains("there is no schedule 'nobody'");
    assertThat(store.schedules().all()).isEmpty();
  }

  @Test
  void a_cell_that_is_run_again_leaves_its_schedule_as_it_was() {
    done(EXAM);
    String line = "%flow schedule exam --every 1h --param year=1 --param name=A";
    done(line);
    var first = store.schedules().all();
    done(line);
    assertThat(store.schedules().all()).isEqualTo(first);

    done("%flow schedule pause exam");
    done(line);
    assertThat(store.schedules().find("exam").orElseThrow().isPaused()).isTrue();
    done("%flow schedule resume exam");
    assertThat(store.schedules().find("exam").orElseThrow().upcoming(5)).hasSize(5);
    done("%flow schedule delete exam");
    assertThat(store.schedules().all()).isEmpty();
  }

  @Test
  void another_process_runs_a_flow_by_its_name_and_is_told_which_run_it_is() throws Exception {
    done(EXAM);
    Offer offer = store.offers().get(0);
    assertThat(offer.flows())
        .containsExactly(
            new Offer.Flow(
                "exam",
                List.of(
                    new Offer.Parameter("year", "int", null),
                    new Offer.Parameter("name", "String", null))));

    RunRequest.Answer answer =
        answer(store.requestRun(offer.processId(), "exam", "{\"year\": 7, \"name\": \"Bob\"}"));
    assertThat(SAID.poll(60, TimeUnit.SECONDS)).isEqualTo("Bob 7");
    assertThat(answer).isEqualTo(new RunRequest.Accepted(ended().id()));

    assertThat(answer(store.requestRun(offer.processId(), "exam", "{\"year\": \"x\"}")))
        .isEqualTo(new RunRequest.Refused("parameter year needs a value of int, not 'x'"));
    assertThat(answer(store.requestRun(offer.processId(), "nothing", "{}")))
        .isEqualTo(
            new RunRequest.Refused("flow 'nothing' is not defined in this session: run its cells"));
  }

  @Test
  void another_process_resumes_a_run_and_what_was_done_is_not_done_again() throws Exception {
    done("%task\nint load(int year) { SAID.add(\"load\"); return year; }");
    done("boolean broken = true;");
    done(
        "%flow\nint sum(int year) { int n = load(year); if (broken) throw new"
            + " IllegalStateException(\"broken\"); return n; }");
    failed("sum(3)");
    FlowRun failed = lastFlow();
    done("broken = false;");
    String process = store.offers().get(0).processId();

    RunRequest.Answer answer = answer(store.requestResume(process, failed.id()));

    assertThat(answer).isInstanceOf(RunRequest.Accepted.class);
    String id = ((RunRequest.Accepted) answer).flowRunId();
    await(() -> state(id) == StateType.COMPLETED);
    assertThat(flow(id).resumes()).isEqualTo(failed.id());
    assertThat(SAID).containsExactly("load");
    assertThat(answer(store.requestResume(process, id))).isInstanceOf(RunRequest.Refused.class);
  }

  @Test
  void a_flow_is_left_out_while_a_notebook_is_loaded() {
    session.leaveFlowsOut(true);
    done(EXAM);
    assertThat(failed("exam(1, \"A\")").name()).isEqualTo("FlowLeftOut");
    assertThat(store.flowRuns(FlowRunQuery.newest(1))).isEmpty();
    assertThat(SAID).isEmpty();
  }

  private FlowRun ended() throws InterruptedException {
    await(
        () ->
            store.flowRuns(FlowRunQuery.newest(10)).stream()
                .anyMatch(run -> run.state().type().isTerminal()));
    return store.flowRuns(FlowRunQuery.newest(10)).stream()
        .filter(run -> run.state().type().isTerminal())
        .findFirst()
        .orElseThrow();
  }

  private StateType state(FlowRun run) {
    return state(run.id());
  }

  private StateType state(String id) {
    return flow(id).state().type();
  }

  private FlowRun flow(String id) {
    return requireNonNull(store.find(id).orElseThrow().flow());
  }

  private RunRequest.Answer answer(String request) throws InterruptedException {
    await(() -> store.answer(request).isPresent());
    return store.answer(request).orElseThrow();
  }

  /** Looks at every change of the store. */
  private void await(BooleanSupplier condition) throws InterruptedException {
    BlockingQueue<Object> changes = new LinkedBlockingQueue<>();
    try (Watch watch = store.watch(changes::add)) {
      while (!condition.getAsBoolean()) {
        var unused = changes.poll(Duration.ofMillis(200).toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }
}
