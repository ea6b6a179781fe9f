package dev.flowcell.dashboard;

import dev.flowcell.store.Deleted;
import java.util.Locale;

/** Numbers as sentences tell them. */
final class Words {

  private Words() {}

  /** Such as {@code 1,200}. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Such as {@code 1 run} or {@code 1,200 runs}. */
  static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  static String of(Deleted deleted) {
    return "%s with %s and %s"
        .formatted(
            count(deleted.flowRuns(), "flow run"),
            count(deleted.taskRuns(), "task run"),
            count(deleted.logLines(), "log line"));
  }
}
