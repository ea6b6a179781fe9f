/**
 * What is done inside JShell and its compiler, which have no methods for it: a cell costs them less
 * work, overloads are compiled together, and what is refused takes nothing away. Where Java keeps
 * them closed, all is as JShell has it.
 */
@NullMarked
package dev.flowcell.kernel.java.shell;

import org.jspecify.annotations.NullMarked;
