/**
 * Values that come from outside a notebook, as text: found by name, made values of a type, and
 * written as Java literals. Text never becomes code here. Not here: the arguments of {@code %flow
 * run}, which may be any Java expression and are {@code magic}'s.
 */
@NullMarked
package dev.flowcell.parameter;

import org.jspecify.annotations.NullMarked;
