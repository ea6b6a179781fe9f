package dev.flowcell.kernel.app;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.NearMatch;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.Parameter;
import dev.flowcell.notebook.Notebook;
import dev.flowcell.notebook.NotebookCell;
import dev.flowcell.notebook.NotebookRun;
import dev.flowcell.notebook.NotebookRun.Ending;
import dev.flowcell.parameter.JavaLiteral;
import dev.flowcell.parameter.Parameters;
import dev.flowcell.run.FlowRun;
import dev.flowcell.store.FlowRunQuery;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * A run of a notebook with nobody in front of it: with its parameters, its time, its signals, and
 * the file that its outputs go to.
 */
final class UnattendedRun implements AutoCloseable {

  /** How often the file is written while a cell runs. */
  private static final long BETWEEN_WRITES_MILLIS = 2000;

  /** How often a cell that is to end is stopped until it does. */
  private static final long BETWEEN_STOPS_MILLIS = 200;

  private static final long BETWEEN_TICKS_MILLIS = 250;

  /** As many flow runs as anybody wants to read of. */
  private static final int MOST_FLOW_RUNS = 1000;

  private final NotebookSession session;
  private final Notebook notebook;
  private final @Nullable Path output;
  private final Parameters parameters;
  private final RunProgress progress;
  private final NotebookRun run;
  private final Instant began = Instant.now();
  private final ScheduledExecutorService clockwork =
      Executors.newScheduledThreadPool(1, UnattendedRun::thread);
  private volatile @Nullable String stopReason;
  private volatile boolean late;
  private volatile boolean ended;

  /**
   * Prepares a run.
   *
   * @param session is closed with it
   * @param output where the notebook is written with its outputs, or null
   */
  UnattendedRun(
      NotebookSession session,
      Notebook notebook,
      @Nullable Path output,
      Parameters parameters,
      RunProgress progress,
      boolean allowErrors) {
    this.notebook = notebook;
    this.output = output;
    this.parameters = parameters;
    this.progress = progress;
    this.session = session;
    session.warmUp();
    notebook.removeInjected();
    run = new NotebookRun(notebook, session.language()::execute, progress, allowErrors);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "flowcell-run");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs the cells, and calls a flow behind them.
   *
   * @throws NotUnderstoodException when a parameter does not fit or the flow is not there
   * @throws IOException when the output can't be written
   */
  Ending run(@Nullable Duration timeout, @Nullable String flow)
      throws IOException, NotUnderstoodException {
    Signal.handle(new Signal("INT"), signal -> cancel("cancelled"));
    Signal.handle(new Signal("TERM"), signal -> cancel("cancelled"));
    if (timeout != null) {
      var unused =
          clockwork.schedule(() -> timeOut(timeout), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::exited, "flowcell-run-exited"));
    every(BETWEEN_WRITES_MILLIS, this::writeQuietly);
    every(BETWEEN_TICKS_MILLIS, this::tick);
    try {
      Ending ending = run.run(this::injected);
      return flow == null || !ending.isComplete() ? ending : run.append(callOf(flow));
    } catch (IllegalArgumentException e) {
      throw new NotUnderstoodException(String.valueOf(e.getMessage()));
    } finally {
      ended = true;
      clockwork.shutdown();
      write();
    }
  }

  private void every(long millis, Runnable work) {
    var unused = clockwork.scheduleWithFixedDelay(work, millis, millis, TimeUnit.MILLISECONDS);
  }

  // Its parameters

  /** What gives the variables of the cell of parameters other values. */
  private Optional<String> injected(NotebookCell cell) {
    if (!cell.tags().contains(NotebookCell.PARAMETERS)) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    for (String parameter : parameters.names()) {
      Optional<Field> variable = session.java().variable(parameter);
      variable
          .flatMap(field -> parameters.value(parameter, field.getGenericType()))
          .ifPresent(value -> lines.add(parameter + " = " + JavaLiteral.of(value) + ";"));
    }
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
  }

  private String callOf(String wanted) throws NotUnderstoodException {
    List<Flow> flows = session.session().definitions().flows();
    List<String> names = flows.stream().map(Flow::name).toList();
    Flow flow =
        flows.stream()
            .filter(each -> each.name().equals(wanted))
            .reduce((earlier, later) -> later)
            .orElseThrow(
                () ->
                    new NotUnderstoodException(
                        "the notebook has no flow '%s'%s; it declares %s"
                            .formatted(wanted, NearMatch.question(wanted, names, ""), names)));
    String method = session.session().definitions().methodOf(flow);
    List<Type> types = parameterTypes(method, flow.parameters().size());
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Parameter parameter = flow.parameters().get(i);
      arguments.add(
          parameters
              .value(parameter.name(), types.get(i))
              .map(JavaLiteral::of)
              .orElseThrow(
                  () ->
                      new NotUnderstoodException(
                          "the flow %s needs its parameter %s: -p %s=VALUE"
                              .formatted(wanted, parameter, parameter.name()))));
    }
    return method + "(" + String.join(", ", arguments) + ");";
  }

  private List<Type> parameterTypes(String name, int count) {
    for (Method method : session.java().methods(name)) {
      if (method.getParameterCount() == count) {
        return List.of(method.getGenericParameterTypes());
      }
    }
    return List.of();
  }

  // Its end

  private void timeOut(Duration timeout) {
    late = true;
    cancel("timed out after " + timeout.toString().substring(2).toLowerCase(Locale.ROOT));
  }

  /** Ends the run, its cell and the flow in it; a second time the whole process. */
  private void cancel(String reason) {
    if (stopReason != null) {
      System.exit(RunCommand.CANCELLED);
    }
    stopReason = reason;
    run.stop();
    session.language().interrupt();
    every(BETWEEN_STOPS_MILLIS, session.language()::interrupt);
  }

  /** A library, or a call by reflection, has ended the process: no success, whatever its status. */
  private void exited() {
    if (!ended && stopReason == null) {
      progress.say(
          "\n✗ a cell's code has ended the process: see System.exit in a library it calls");
      writeQuietly();
      session.session().store().close();
      Runtime.getRuntime().halt(RunCommand.CRASHED);
    }
  }

  /** Whether it was ended because its time was over. */
  boolean isLate() {
    return late;
  }

  /** Why it has ended before its last cell, in a line. */
  String reason(Ending ending) {
    String reason = stopReason;
    CellError error = ending.error();
    if (error == null) {
      return "";
    }
    if (reason != null && ending.isInterrupted()) {
      return reason;
    }
    return error.message().isEmpty() ? error.name() : error.name() + ": " + error.message();
  }

  /** The flow runs that its cells have called, oldest first. */
  List<FlowRun> flowRuns() {
    List<FlowRun> runs = new ArrayList<>();
    for (FlowRun each :
        session.session().store().flowRuns(new FlowRunQuery(null, MOST_FLOW_RUNS))) {
      if (!each.createdAt().isBefore(began)
          && each.parentId() == null
          && each.notebook().equals(session.notebook())) {
        runs.add(0, each);
      }
    }
    return runs;
  }

  private void writeQuietly() {
    try {
      write();
    } catch (IOException e) {
      // said at the end
    }
  }

  private void tick() {
    run.show();
    progress.tick();
  }

  private synchronized void write() throws IOException {
    run.show();
    if (output != null) {
      notebook.write(output);
    }
  }

  @Override
  public void close() {
    session.close();
  }

  /** What the command line asks for can't be done; the message says why. */
  static final class NotUnderstoodException extends Exception {

    private static final long serialVersionUID = 1L;

    NotUnderstoodException(String message) {
      super(message);
    }
  }
}
