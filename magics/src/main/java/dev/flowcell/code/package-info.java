/**
 * The notebook's code, read with the JDK's own parser: what a task or flow consists of, the methods
 * and types it uses included, and which variables it reads. What a declaration means is in {@code
 * flow}, how cells are taken apart is in {@code magic}.
 */
@NullMarked
package dev.flowcell.code;

import org.jspecify.annotations.NullMarked;
