/**
 * What the user declares: tasks, flows and their options, as values. Nothing here runs anything
 * (that is {@code engine}) or reads the % language (that is {@code magic}).
 */
@NullMarked
package dev.flowcell.flow;

import org.jspecify.annotations.NullMarked;
