package dev.flowcell.store;

import dev.flowcell.run.Level;
import org.jspecify.annotations.Nullable;

/**
 * Which log lines.
 *
 * @param flowRunId of that flow run and its subflows only, or null for all
 * @param text lines that hold this text, in any case, or null for all
 * @param level that level and graver ones
 * @param limit how many at most; the newest are taken
 */
public record LogQuery(@Nullable String flowRunId, @Nullable String text, Level level, int limit) {}
