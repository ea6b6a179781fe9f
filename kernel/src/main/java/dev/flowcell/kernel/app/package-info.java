/** The program {@code flowcell}: its commands, and the wiring of a kernel. */
@NullMarked
package dev.flowcell.kernel.app;

import org.jspecify.annotations.NullMarked;
