package dev.flowcell.dashboard;

import dev.flowcell.store.RunStore;
import java.time.Clock;

/**
 * What all pages of one dashboard share.
 *
 * @param store answers what they ask
 * @param clock tells the time, in the zone that pages tell times in
 */
record Site(
    RunStore store, Clock clock, Access access, Live live, Notes notes, Templates templates) {}
