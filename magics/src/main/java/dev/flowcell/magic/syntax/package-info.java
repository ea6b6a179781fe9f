/**
 * What a cell says: its magic lines, found without mistaking Java for them, their words and
 * options, and the declarations between them. What the magics then do is in {@code magic}.
 */
@NullMarked
package dev.flowcell.magic.syntax;

import org.jspecify.annotations.NullMarked;
