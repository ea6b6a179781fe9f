/**
 * The % language: one file per magic, the one list of them, {@code StandardMagics}, and what runs a
 * cell with them. How cells are read is in {@code magic.syntax}, what tasks and flows do when they
 * run in {@code engine}.
 */
@NullMarked
package dev.flowcell.magic;

import org.jspecify.annotations.NullMarked;
