package dev.flowcell.store;

import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which log lines. Grown step by step: {@code
 * LogQuery.newest(100).ofFlow("exam").holding("score")}.
 *
 * @param flowRunId of that flow run and its subflows only, or null for all
 * @param taskRunId of that task run only, or null for all
 * @param flow of runs of that flow only, or null for all
 * @param text lines whose message holds this text, in any case, or null for all
 * @param level that level and graver ones
 * @param from written then or later, or null
 * @param until written before then, or null
 * @param before lines before that position of a {@link LogPage}, or null
 * @param after lines behind that position, the first of them, or null; else the newest are taken
 * @param limit how many at most
 */
public record LogQuery(
    @Nullable String flowRunId,
    @Nullable String taskRunId,
    @Nullable String flow,
    @Nullable String text,
    Level level,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Long before,
    @Nullable Long after,
    int limit) {

  /** The newest lines. */
  public LogQuery(@Nullable String flowRunId, @Nullable String text, Level level, int limit) {
    this(flowRunId, null, null, text, level, null, null, null, null, limit);
  }

  /** So many of all lines, the newest. */
  public static LogQuery newest(int limit) {
    return new LogQuery(null, null, Level.TRACE, limit);
  }

  public LogQuery ofFlowRun(@Nullable String id) {
    return new LogQuery(id, taskRunId, flow, text, level, from, until, before, after, limit);
  }

  public LogQuery ofTaskRun(@Nullable String id) {
    return new LogQuery(flowRunId, id, flow, text, level, from, until, before, after, limit);
  }

  public LogQuery ofFlow(@Nullable String name) {
    return new LogQuery(flowRunId, taskRunId, name, text, level, from, until, before, after, limit);
  }

  public LogQuery holding(@Nullable String wanted) {
    return new LogQuery(
        flowRunId, taskRunId, flow, wanted, level, from, until, before, after, limit);
  }

  public LogQuery atLeast(Level least) {
    return new LogQuery(flowRunId, taskRunId, flow, text, least, from, until, before, after, limit);
  }

  public LogQuery writtenFrom(@Nullable Instant first) {
    return new LogQuery(
        flowRunId, taskRunId, flow, text, level, first, until, before, after, limit);
  }

  public LogQuery writtenBefore(@Nullable Instant end) {
    return new LogQuery(flowRunId, taskRunId, flow, text, level, from, end, before, after, limit);
  }

  /** The newest of the lines before {@link LogPage#first}: the page before. */
  public LogQuery before(long position) {
    return new LogQuery(
        flowRunId, taskRunId, flow, text, level, from, until, position, null, limit);
  }

  /** The oldest of the lines behind {@link LogPage#last}: what came since. */
  public LogQuery after(long position) {
    return new LogQuery(
        flowRunId, taskRunId, flow, text, level, from, until, null, position, limit);
  }

  /**
   * Whether a line has the text, the level, the time and the task run; which flow it belongs to is
   * not asked here.
   */
  public boolean matches(LogLine line) {
    return line.level().isAtLeast(level)
        && (taskRunId == null || taskRunId.equals(line.taskRunId()))
        && (from == null || !line.at().isBefore(from))
        && (until == null || line.at().isBefore(until))
        && (text == null || new WantedText(text).isIn(line.message()));
  }
}
