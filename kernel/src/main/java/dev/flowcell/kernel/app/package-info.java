/**
 * The program {@code flowcell}: its commands, and the wiring of a kernel. Messages are answered in
 * {@code jupyter}, Java is evaluated in {@code java}.
 */
@NullMarked
package dev.flowcell.kernel.app;

import org.jspecify.annotations.NullMarked;
