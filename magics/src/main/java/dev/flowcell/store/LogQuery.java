package dev.flowcell.store;

import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which log lines.
 *
 * @param flowRunId of that flow run and its subflows only, or null for all
 * @param text lines whose message holds this text, in any case, or null for all
 * @param level that level and graver ones
 * @param limit how many at most; the newest are taken
 */
public record LogQuery(@Nullable String flowRunId, @Nullable String text, Level level, int limit) {

  /** Whether a line has the text and the level; which run it belongs to is not asked here. */
  public boolean matches(LogLine line) {
    return line.level().isAtLeast(level) && (text == null || holds(line.message(), text));
  }

  private static boolean holds(String message, String text) {
    int flags = Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    return Pattern.compile(text, flags).matcher(message).find();
  }
}
