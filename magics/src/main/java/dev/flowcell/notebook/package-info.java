/**
 * Notebook files (nbformat 4): what their cells are, their outputs as they come, and running one
 * from top to bottom. Not here: what a cell's text means, which is {@code magic}'s, and what a
 * notebook looks like as a page, which is {@code render}'s.
 */
@NullMarked
package dev.flowcell.notebook;

import org.jspecify.annotations.NullMarked;
