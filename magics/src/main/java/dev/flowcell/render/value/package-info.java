/**
 * Any value as a notebook shows it: the table of renderers, and tables. Charts are in {@code
 * render.chart}, the view of a run is in {@code render}.
 */
@NullMarked
package dev.flowcell.render.value;

import org.jspecify.annotations.NullMarked;
