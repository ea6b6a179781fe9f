/**
 * The classes of cells: JShell's bytecode made fit for its cell, loaded, and what it calls then.
 * Who compiles them is {@code shell}, who runs them {@code java}.
 */
@NullMarked
package dev.flowcell.kernel.java.classes;

import org.jspecify.annotations.NullMarked;
