/**
 * The % language: the scanner that finds magic lines in Java code, options, one file per magic, and
 * the one list of them, {@code StandardMagics}. What tasks and flows do when they run is in {@code
 * engine}.
 */
@NullMarked
package dev.flowcell.magic;

import org.jspecify.annotations.NullMarked;
