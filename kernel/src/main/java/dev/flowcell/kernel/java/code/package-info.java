/**
 * The code of cells as text: its snippets, lines and columns, and what stands in it, or in JShell's
 * names of classes, that no user wrote. Nothing here runs anything.
 */
@NullMarked
package dev.flowcell.kernel.java.code;

import org.jspecify.annotations.NullMarked;
