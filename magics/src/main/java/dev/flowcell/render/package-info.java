/**
 * Pure: values in, HTML, JSON or text out: the run view, runs for programs, and text that is safe
 * in markup. Charts are in {@code render.chart}, the values of cells in {@code render.value}. No
 * store, no engine, no output: who shows the result is {@code live} or the kernel.
 */
@NullMarked
package dev.flowcell.render;

import org.jspecify.annotations.NullMarked;
