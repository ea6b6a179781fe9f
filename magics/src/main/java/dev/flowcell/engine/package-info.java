/**
 * Makes it happen: a call of a task or flow becomes a run, with its attempts, waits, states and
 * logs. Nothing is kept here (that is {@code store}) and nothing is drawn (that is {@code render}).
 */
@NullMarked
package dev.flowcell.engine;

import org.jspecify.annotations.NullMarked;
