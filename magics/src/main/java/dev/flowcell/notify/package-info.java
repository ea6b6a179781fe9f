/**
 * Tells webhooks of the ends of flow runs. Not here: the notebook's own methods that are called
 * then, which are the engine's.
 */
@NullMarked
package dev.flowcell.notify;

import org.jspecify.annotations.NullMarked;
