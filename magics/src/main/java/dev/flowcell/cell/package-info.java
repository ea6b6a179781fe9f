/**
 * The notebook as the engine sees it: one cell, where its output goes, and the language that
 * evaluates it. Values and small interfaces only, which the kernel implements, and the near match
 * that errors of cells propose. What a run is stands in {@code run}, what a task is in {@code
 * flow}.
 */
@NullMarked
package dev.flowcell.cell;

import org.jspecify.annotations.NullMarked;
