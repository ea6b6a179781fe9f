package dev.flowcell.dashboard;

import dev.flowcell.store.Deleted;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.results.Results;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What all pages of one dashboard share.
 *
 * @param store answers what they ask
 * @param results keeps the files of what tasks returned; null where there are none
 * @param clock tells the time, in the zone that pages tell times in
 */
record Site(
    RunStore store,
    @Nullable Results results,
    Clock clock,
    Access access,
    Live live,
    Notes notes,
    Templates templates) {

  /**
   * Deletes the files of results that no run refers to any more; how many bytes are free for it.
   */
  long discard(Deleted deleted) {
    return deleted.bytes() + (results == null ? 0 : results.discard(deleted.results()));
  }
}
