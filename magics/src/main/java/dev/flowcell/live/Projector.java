package dev.flowcell.live;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.run.RunTree;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BiFunction;

/**
 * What all displays of a session are drawn with.
 *
 * @param view draws a run as it is at an instant
 * @param beat where it is drawn
 */
record Projector(BiFunction<RunTree, Instant, MimeBundle> view, Clock clock, Beat beat) {}
