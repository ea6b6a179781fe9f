/**
 * The dashboard: pages over a run store, served on this machine, and the same as JSON. Each page is
 * one {@link dev.flowcell.dashboard.Page} in the one list of {@code Pages}; what it looks like is
 * its template in {@code src/main/jte}. How a run is drawn is {@code render}, what is asked of runs
 * is {@code store}.
 */
@NullMarked
package dev.flowcell.dashboard;

import org.jspecify.annotations.NullMarked;
