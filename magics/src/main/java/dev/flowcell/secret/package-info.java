/**
 * Secrets: where their values come from, and what keeps these out of everything that is shown or
 * kept.
 *
 * <p>What is to be shown passes through {@link dev.flowcell.secret.RedactedOutput}, what is to be
 * kept through {@link dev.flowcell.secret.RedactedEvents}; the values of tasks are refused by
 * {@code store.results}. What the cells call is in {@link dev.flowcell.Flowcell}.
 */
@NullMarked
package dev.flowcell.secret;

import org.jspecify.annotations.NullMarked;
