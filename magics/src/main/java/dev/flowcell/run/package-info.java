/**
 * What happened, values only: flow runs, task runs, their states, attempts and log lines, and the
 * events that tell of them. Who makes them is {@code engine}, who keeps them is {@code store}.
 */
@NullMarked
package dev.flowcell.run;

import org.jspecify.annotations.NullMarked;
