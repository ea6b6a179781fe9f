/**
 * Jupyter messages: connection, sockets, one dispatch, one handler per request. Knows a language
 * only by {@code Language}; knows no JShell.
 */
@NullMarked
package dev.flowcell.kernel.jupyter;

import org.jspecify.annotations.NullMarked;
