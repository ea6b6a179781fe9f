package dev.flowcell.kernel.jupyter;

import org.jspecify.annotations.Nullable;

/**
 * Answers one kind of request. That the kernel is busy, the reply's envelope and what happens when
 * this throws is the {@link Dispatch}'s business.
 */
interface Handler<T> {

  /**
   * Does what is asked.
   *
   * @return the content of the reply, or null for a message that has none
   */
  @Nullable Object handle(Request<T> request) throws Exception;
}
