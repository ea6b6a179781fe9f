/**
 * Pure: values in, HTML, PNG, Plotly JSON or text out. No store, no engine, no output: who shows
 * the result is {@code live} or the kernel.
 */
@NullMarked
package dev.flowcell.render;

import org.jspecify.annotations.NullMarked;
