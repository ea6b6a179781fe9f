package dev.flowcell.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.flowcell.run.Attempt;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.schedule.Timing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs as JSON, the same for the program's {@code --json} and the dashboard: camelCase, times in
 * UTC. One is made for each value written; not thread-safe.
 */
public final class RunJson {

  /** Writes something of runs. */
  @FunctionalInterface
  public interface Part {
    /** Writes one value, or the fields of an object. */
    void write(RunJson json) throws IOException;
  }

  /** Writes one of many. */
  @FunctionalInterface
  public interface Each<T> {
    /** Writes one value. */
    void write(T each) throws IOException;
  }

  /** Terminals of any encoding show it right. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final JsonGenerator json;

  private RunJson(JsonGenerator json) {
    this.json = json;
  }

  /** Prints one value, on lines of its own. */
  public static void print(PrintWriter out, Part part) throws IOException {
    out.println(text(part));
  }

  /** One value as text, indented. */
  public static String text(Part part) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
      part.write(new RunJson(json));
    }
    return text.toString();
  }

  /** Flow runs, as a list. */
  public void runs(List<FlowRun> runs) throws IOException {
    list(runs, this::run);
  }

  /** A list of values. */
  public <T> void list(Iterable<T> values, Each<? super T> each) throws IOException {
    json.writeStartArray();
    for (T value : values) {
      each.write(value);
    }
    json.writeEndArray();
  }

  /** An object; the part writes its fields. */
  public void object(Part fields) throws IOException {
    json.writeStartObject();
    fields.write(this);
    json.writeEndObject();
  }

  /** A field of an object; the part writes its value. */
  public void field(String name, Part value) throws IOException {
    json.writeFieldName(name);
    value.write(this);
  }

  /** A field that is a number. */
  public void number(String field, long number) throws IOException {
    json.writeNumberField(field, number);
  }

  /** A text by itself. */
  public void value(String text) throws IOException {
    json.writeString(text);
  }

  /** A flow run. */
  public void run(FlowRun run) throws IOException {
    json.writeStartObject();
    fields(run);
    json.writeEndObject();
  }

  private void fields(FlowRun run) throws IOException {
    json.writeStringField("id", run.id());
    json.writeStringField("flow", run.flow());
    json.writeFieldName("state");
    state(run.state());
    time("createdAt", run.createdAt());
    time("startedAt", run.startedAt().orElse(null));
    time("endedAt", run.endedAt().orElse(null));
    json.writeObjectFieldStart("parameters");
    for (Map.Entry<String, String> parameter : run.parameters().entrySet()) {
      json.writeStringField(parameter.getKey(), parameter.getValue());
    }
    json.writeEndObject();
    json.writeStringField("notebook", run.notebook());
  }

  /** What a webhook is told: the flow run, and a line of text as a chat shows it. */
  public void notification(String text, FlowRun run) throws IOException {
    json.writeStartObject();
    json.writeStringField("text", text);
    fields(run);
    json.writeEndObject();
  }

  /** A flow run with its task runs. */
  public void tree(RunTree tree) throws IOException {
    json.writeStartObject();
    if (tree.flow() != null) {
      fields(tree.flow());
    }
    json.writeArrayFieldStart("taskRuns");
    for (TaskRun task : tree.tasks()) {
      task(task);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** How a notebook was run. */
  public void notebookRun(
      String notebook,
      @Nullable String output,
      String state,
      int failedCell,
      @Nullable String error,
      List<FlowRun> flowRuns)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("notebook", notebook);
    json.writeStringField("state", state);
    text("output", output);
    if (failedCell > 0) {
      json.writeNumberField("failedCell", failedCell);
    }
    text("error", error);
    json.writeFieldName("flowRuns");
    runs(flowRuns);
    json.writeEndObject();
  }

  /** A task run with its states and attempts. */
  public void task(TaskRun task) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", task.id());
    json.writeStringField("task", task.task());
    json.writeFieldName("state");
    state(task.state());
    history(task);
    json.writeArrayFieldStart("attempts");
    for (Attempt attempt : task.attempts()) {
      attempt(attempt);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("dependsOn");
    for (String id : task.dependsOn()) {
      json.writeString(id);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void history(Run run) throws IOException {
    json.writeArrayFieldStart("history");
    for (State state : run.history()) {
      state(state);
    }
    json.writeEndArray();
  }

  private void attempt(Attempt attempt) throws IOException {
    json.writeStartObject();
    json.writeNumberField("number", attempt.number());
    json.writeFieldName("state");
    state(attempt.state());
    time("startedAt", attempt.startedAt());
    time("endedAt", attempt.endedAt());
    json.writeStringField("error", attempt.error());
    json.writeEndObject();
  }

  private void state(State state) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", state.type().name());
    json.writeStringField("name", state.name());
    json.writeStringField("message", state.message());
    time("at", state.at());
    json.writeEndObject();
  }

  /** Log lines, as a list. */
  public void lines(List<LogLine> lines) throws IOException {
    list(lines, this::line);
  }

  private void line(LogLine line) throws IOException {
    json.writeStartObject();
    time("at", line.at());
    json.writeStringField("level", line.level().name());
    json.writeStringField("logger", line.logger());
    json.writeStringField("message", line.message());
    text("flowRunId", line.flowRunId());
    text("taskRunId", line.taskRunId());
    json.writeNumberField("attempt", line.attempt());
    json.writeEndObject();
  }

  /** Schedules, as a list. */
  public void schedules(List<Schedule> schedules) throws IOException {
    json.writeStartArray();
    for (Schedule schedule : schedules) {
      schedule(schedule);
    }
    json.writeEndArray();
  }

  private void schedule(Schedule schedule) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", schedule.name());
    json.writeStringField("flow", schedule.flow());
    json.writeStringField("notebook", schedule.notebook());
    if (schedule.timing() instanceof Timing.Every every) {
      json.writeStringField("every", every.interval().toString());
    } else if (schedule.timing() instanceof Timing.AtCron cron) {
      json.writeStringField("cron", cron.expression());
      json.writeStringField("zone", cron.zone().getId());
    } else if (schedule.timing() instanceof Timing.At once) {
      time("at", once.instant());
    }
    json.writeObjectFieldStart("parameters");
    for (Map.Entry<String, String> parameter : schedule.parameters().entrySet()) {
      json.writeStringField(parameter.getKey(), parameter.getValue());
    }
    json.writeEndObject();
    json.writeStringField("catchUp", schedule.catchUp().toString());
    json.writeStringField("overlap", schedule.overlap().toString());
    json.writeBooleanField("rerunsCrashed", schedule.rerunsCrashed());
    json.writeBooleanField("paused", schedule.isPaused());
    json.writeArrayFieldStart("next");
    for (Instant due : schedule.upcoming(ScheduleView.UPCOMING)) {
      json.writeString(due.toString());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** A field that is a time, or null. */
  public void time(String field, @Nullable Instant at) throws IOException {
    text(field, at == null ? null : at.toString());
  }

  /** A field that is a text, or null. */
  public void text(String field, @Nullable String text) throws IOException {
    json.writeFieldName(field);
    if (text == null) {
      json.writeNull();
    } else {
      json.writeString(text);
    }
  }
}
