/**
 * When flows are to run: schedules with their times, and what is promised of keeping them. Values,
 * and the calculation of due times. Not here: who runs what is due, which is {@code
 * schedule.clockwork}, and the tables, which are {@code store.jdbc}.
 */
@NullMarked
package dev.flowcell.schedule;

import org.jspecify.annotations.NullMarked;
