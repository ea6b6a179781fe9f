package dev.flowcell.run;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One line of a run's log; the message may hold line ends.
 *
 * @param logger the logger's name; {@link #STDOUT} and {@link #STDERR} for what was printed
 * @param flowRunId the flow run it belongs to, or null for a task run outside a flow
 * @param taskRunId the task run it belongs to, or null for a line of the flow itself
 * @param attempt the attempt that wrote it, from 1
 */
public record LogLine(
    Instant at,
    Level level,
    String logger,
    String message,
    @Nullable String flowRunId,
    @Nullable String taskRunId,
    int attempt) {

  public static final String STDOUT = "stdout";
  public static final String STDERR = "stderr";

  LogLine withTexts(UnaryOperator<String> change) {
    return new LogLine(
        at, level, change.apply(logger), change.apply(message), flowRunId, taskRunId, attempt);
  }
}
