/**
 * Charts: one model of what is drawn, its plots by name, jsplot's figures, and the writers that
 * make PNG, SVG, Plotly's JSON and words of it. The numbers in them come from {@code stats}; which
 * value is shown as a chart is told in {@code render.value}.
 */
@NullMarked
package dev.flowcell.render.chart;

import org.jspecify.annotations.NullMarked;
