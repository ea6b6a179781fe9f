package dev.flowcell.dashboard;

import dev.flowcell.render.RunView;
import dev.flowcell.run.Attempt;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.Run;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import dev.flowcell.store.WantedText;
import gg.jte.Content;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How all pages tell times, states and runs.
 *
 * @param form the secret that forms carry
 * @param now when the page is shown
 */
record View(String form, Instant now, ZoneId zone) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  String time(Instant at) {
    return TIME.format(at.atZone(zone));
  }

  String millis(Instant at) {
    return MILLIS.format(at.atZone(zone));
  }

  /** A state's sign and word, in its colour. */
  Content state(State state) {
    return html(RunView.state(state));
  }

  /** An attempt by the state that ended it: one that is tried again has failed. */
  Content state(Attempt attempt) {
    State state = attempt.state();
    return state.type() == StateType.SCHEDULED
        ? state(State.failed(state.at(), state.attempt(), state.message(), ""))
        : state(state);
  }

  /** A text, and what is looked for marked in it; null for nothing. */
  static Content marked(String text, @Nullable WantedText wanted) {
    if (wanted == null) {
      return out -> out.writeUserContent(text);
    }
    return out -> {
      boolean isFound = false;
      for (String part : wanted.split(text)) {
        out.writeContent(isFound ? "<mark>" : "");
        out.writeUserContent(part);
        out.writeContent(isFound ? "</mark>" : "");
        isFound = !isFound;
      }
    };
  }

  /** HTML that is safe already. */
  static Content html(String safe) {
    return out -> out.writeContent(safe);
  }

  /** How long a run has taken so far, or empty where it has not begun. */
  String taken(Run run) {
    return run.startedAt().isEmpty() ? "" : RunView.duration(run.duration(now));
  }

  String taken(Attempt attempt) {
    Instant end = Objects.requireNonNullElse(attempt.endedAt(), now);
    return RunView.duration(Duration.between(attempt.startedAt(), end));
  }

  String duration(Duration duration) {
    return RunView.duration(duration);
  }

  /** When a run began that still runs, for a clock that goes on in the page; else empty. */
  String since(Run run) {
    return run.state().type() == StateType.RUNNING
        ? run.startedAt().map(Instant::toString).orElse("")
        : "";
  }

  static String parameters(FlowRun run) {
    return run.parameters().entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
        .collect(Collectors.joining(", "));
  }

  /** The address of a run's own page. */
  static String address(Run run) {
    return run instanceof FlowRun ? flowRun(run.id()) : taskRun(run.id());
  }

  /** The address of the page of the flow run with this id. */
  static String flowRun(String id) {
    return "/runs/" + encode(id);
  }

  private static String taskRun(String id) {
    return "/task-runs/" + encode(id);
  }

  /** The address of the page of the run that wrote a line. */
  static String address(LogLine line) {
    String task = line.taskRunId();
    return task == null ? flowRun(String.valueOf(line.flowRunId())) : taskRun(task);
  }

  /** Text as a part of an address. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
