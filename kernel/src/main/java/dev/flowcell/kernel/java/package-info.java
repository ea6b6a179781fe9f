/**
 * JShell: evaluate, complete, inspect, interrupt, and errors as a learner reads them. Knows no
 * Jupyter message.
 */
@NullMarked
package dev.flowcell.kernel.java;

import org.jspecify.annotations.NullMarked;
