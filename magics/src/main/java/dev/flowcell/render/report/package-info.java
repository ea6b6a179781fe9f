/**
 * Pages that stand for themselves: a notebook with what it has shown, and one run. They need no
 * script, no network and no other file. Not here: how values and runs are drawn, which the rooms
 * around this one do.
 */
@NullMarked
package dev.flowcell.render.report;

import org.jspecify.annotations.NullMarked;
