/**
 * Runs what is due: takes due times, starts their runs, looks after those whose process has died.
 * Not here: when something is due, which is {@code schedule}, and how a flow is called, which the
 * front door tells by {@link dev.flowcell.schedule.clockwork.Starter}.
 */
@NullMarked
package dev.flowcell.schedule.clockwork;

import org.jspecify.annotations.NullMarked;
