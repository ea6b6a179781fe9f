/**
 * A session of JShell: runs cells, interrupts them, and knows what they have declared. Knows no
 * Jupyter message. Not here: what Tab and inspections tell, which is {@code assist}, what errors
 * say, which is {@code errors}, the ways into JShell, which are {@code shell}, and what a cell is
 * made of, which is {@code code} and {@code classes}.
 */
@NullMarked
package dev.flowcell.kernel.java;

import org.jspecify.annotations.NullMarked;
