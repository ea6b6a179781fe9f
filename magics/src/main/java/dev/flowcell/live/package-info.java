/**
 * Shows runs while they happen: listens to events and keeps one display per run up to date. What
 * the display looks like is in {@code render}.
 */
@NullMarked
package dev.flowcell.live;

import org.jspecify.annotations.NullMarked;
