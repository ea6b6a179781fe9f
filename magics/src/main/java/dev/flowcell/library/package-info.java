/**
 * Libraries from Maven repositories: what a notebook asks for by coordinates or by a POM, found
 * with all that it needs, by the user's own Maven settings. How a cell asks for them, and what
 * makes them visible to cells, is in {@code magic}.
 */
@NullMarked
package dev.flowcell.library;

import org.jspecify.annotations.NullMarked;
