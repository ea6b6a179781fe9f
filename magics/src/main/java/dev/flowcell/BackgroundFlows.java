package dev.flowcell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.engine.Appointment;
import dev.flowcell.engine.Resumption;
import dev.flowcell.flow.Flow;
import dev.flowcell.parameter.Parameters;
import dev.flowcell.render.RunView;
import dev.flowcell.render.ScheduleView;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.schedule.clockwork.Starter;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunRequest;
import dev.flowcell.store.RunStoreException;
import dev.flowcell.store.results.MissingResultException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs flows of a session that no cell calls: those that schedules and other processes want. Each
 * runs on a thread of its own, beside the cell that may run. Thread-safe.
 */
final class BackgroundFlows implements Starter {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  /** Among so many runs of its flow those of a schedule are looked for. */
  private static final int RECENT = 50;

  private final Session session;
  private final CellOutput output;

  /**
   * @param output takes what the flows print and display, and a line at the end of each
   */
  BackgroundFlows(Session session, CellOutput output) {
    this.session = session;
    this.output = output;
  }

  // Of schedules

  @Override
  public boolean isReady() {
    return !session.definitions().flows().isEmpty();
  }

  @Override
  public boolean has(Schedule schedule) {
    return schedule.notebook().equals(session.engine().notebook())
        && session.definitions().flow(schedule.flow()).isPresent();
  }

  @Override
  public String newRunId() {
    return session.engine().newId();
  }

  @Override
  public void start(Schedule schedule, String flowRunId, List<State> history, Runnable ended) {
    Runnable over =
        () -> {
          ended.run();
          show(schedule);
        };
    try {
      Call call = call(schedule.flow(), schedule.parameters());
      begin(call, flowRunId, history, null, over);
    } catch (IllegalArgumentException e) {
      List<State> failed = new ArrayList<>(history);
      failed.add(State.failed(session.clock().instant(), 0, String.valueOf(e.getMessage()), ""));
      record(schedule, flowRunId, failed);
      say(flowRunId);
      over.run();
    }
    show(schedule);
  }

  @Override
  public void record(Schedule schedule, String flowRunId, List<State> history) {
    Flow flow = session.definitions().flow(schedule.flow()).orElse(null);
    session
        .engine()
        .record(
            new FlowRun(
                flowRunId,
                schedule.flow(),
                null,
                schedule.parameters(),
                schedule.notebook(),
                flow == null ? 0 : flow.cell(),
                flow == null ? "" : flow.source(),
                history.get(0).at(),
                history));
  }

  @Override
  public void crashed(String flowRunId) {
    Optional<FlowRun> run = find(flowRunId);
    run.ifPresent(session.notifications()::ended);
    run.ifPresent(this::say);
  }

  /** What the store has of a run; none too where it can't be used, which it says by itself. */
  private Optional<FlowRun> find(String flowRunId) {
    try {
      return session.store().flowRun(flowRunId);
    } catch (RunStoreException e) {
      return Optional.empty();
    }
  }

  /** Says in a line how a run has ended, if anybody listens. */
  private void say(String flowRunId) {
    if (output != CellOutput.NONE) {
      find(flowRunId).ifPresent(this::say);
    }
  }

  private void say(FlowRun run) {
    output.print(CellOutput.Stream.STDOUT, line(run));
  }

  private String line(FlowRun run) {
    Instant now = session.clock().instant();
    String time = TIME.format(now.atZone(session.clock().getZone()));
    return time + " " + RunView.line(run, now).replaceAll("\\s*\\R\\s*", " ") + "\n";
  }

  /** Brings the display of a schedule up to date, if a cell shows it. */
  private void show(Schedule schedule) {
    try {
      Schedule now = session.store().schedules().find(schedule.name()).orElse(schedule);
      FlowRunQuery last = FlowRunQuery.newest(RECENT).ofFlow(now.flow()).roots();
      List<FlowRun> runs = session.store().flowRuns(last);
      session
          .cell()
          .output()
          .update(
              ScheduleView.displayId(now),
              ScheduleView.render(now, runs, session.clock().getZone()));
    } catch (RunStoreException e) {
      // it is shown again at the next run
    }
  }

  // Of other processes

  /** Does what another process asks for, and answers. */
  void take(RunRequest request) {
    Thread thread = new Thread(null, () -> answer(request), "flowcell-request", 0, false);
    thread.setDaemon(true);
    thread.start();
  }

  private void answer(RunRequest request) {
    RunRequest.Answer answer;
    try {
      answer = new RunRequest.Accepted(begin(request));
    } catch (IllegalArgumentException | RunStoreException e) {
      answer = new RunRequest.Refused(String.valueOf(e.getMessage()));
    }
    session.store().answer(request.id(), answer);
  }

  private String begin(RunRequest request) {
    String id = newRunId();
    Instant now = session.clock().instant();
    if (request instanceof RunRequest.Start start) {
      Call call = call(start.flow(), texts(start.parametersJson()));
      begin(call, id, List.of(State.scheduled(now, "on request")), null, () -> {});
    } else if (request instanceof RunRequest.Resume resume) {
      Resumption resumption = resumption(resume.flowRunId());
      FlowRun run = resumption.run();
      Call call = call(run, resumption.arguments());
      State scheduled = State.scheduled(now, "on request, resumes " + run.shortId());
      begin(call, id, List.of(scheduled), resumption, () -> {});
    }
    return id;
  }

  private static Map<String, String> texts(String json) {
    try {
      Map<String, String> texts = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> each : new ObjectMapper().readTree(json).properties()) {
        JsonNode value = each.getValue();
        texts.put(each.getKey(), value.isTextual() ? value.textValue() : value.toString());
      }
      return texts;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the parameters are no JSON object: " + json, e);
    }
  }

  private Resumption resumption(String flowRunId) {
    RunTree tree =
        session
            .store()
            .find(flowRunId)
            .orElseThrow(() -> new IllegalArgumentException("there is no run " + flowRunId));
    FlowRun run = Objects.requireNonNull(tree.flow());
    String name = "run " + run.shortId() + " of " + run.flow();
    if (run.parentId() != null) {
      throw new IllegalArgumentException(name + " is a subflow's: resume the run that called it");
    }
    if (!run.state().type().isTerminal() || run.state().type() == StateType.COMPLETED) {
      throw new IllegalArgumentException(name + " is " + run.state().name());
    }
    try {
      return session.engine().resumption(tree, null);
    } catch (MissingResultException e) {
      throw new IllegalArgumentException(
          "what %s was called with can't be had any more (%s)".formatted(name, e.getMessage()), e);
    }
  }

  // Calls

  /** A flow with the values it is to be called with, in order. */
  private record Call(Flow flow, Method method, List<? extends @Nullable Object> arguments) {}

  /** The call of a flow by parameters as text; the message of what is thrown says what is wrong. */
  private Call call(String name, Map<String, String> given) {
    Flow flow = flow(name, given);
    Method method = method(flow);
    Parameters parameters = new Parameters(given, Map.of());
    return new Call(flow, method, parameters.arguments(flow, method.getGenericParameterTypes()));
  }

  private Call call(FlowRun run, List<? extends @Nullable Object> arguments) {
    Flow flow = flow(run.flow(), run.parameters());
    if (flow.parameters().size() != arguments.size()) {
      throw new IllegalArgumentException(
          "the parameters of " + run.flow() + " have changed since run " + run.shortId());
    }
    return new Call(flow, method(flow), arguments);
  }

  /** The flow of that name; of overloads the one with those parameters. */
  private Flow flow(String name, Map<String, String> given) {
    List<Flow> named =
        session.definitions().flows().stream().filter(flow -> flow.name().equals(name)).toList();
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "flow '" + name + "' is not defined in this session: run its cells");
    }
    return named.stream()
        .filter(flow -> flow.parameters().size() == given.size())
        .reduce((earlier, later) -> later)
        .orElseGet(() -> named.get(named.size() - 1));
  }

  private Method method(Flow flow) {
    return session
        .definitions()
        .compiled(flow, session.evaluator())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "flow '" + flow.name() + "' can't be called: run its cell again"));
  }

  private void begin(
      Call call,
      String flowRunId,
      List<State> history,
      @Nullable Resumption resumption,
      Runnable ended) {
    Appointment appointment =
        session.engine().appoint(flowRunId, call.flow, call.arguments, history, output, resumption);
    // what the starting thread works for must not become this run's caller
    Thread thread =
        new Thread(
            null, () -> run(appointment, call, flowRunId, ended), call.flow.name(), 0, false);
    thread.setContextClassLoader(call.method.getDeclaringClass().getClassLoader());
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Appointment appointment, Call call, String flowRunId, Runnable ended) {
    try {
      session.engine().keep(appointment, () -> invoke(call));
    } catch (Exception | Error e) {
      // the run has its state, and nobody waits for a value
    } finally {
      say(flowRunId);
      ended.run();
    }
  }

  private static @Nullable Object invoke(Call call) throws Exception {
    try {
      return call.method.invoke(null, call.arguments.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception exception ? exception : e;
    }
  }
}
