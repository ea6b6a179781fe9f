package dev.flowcell.store;

/** Somebody who is told of changes; closed, that ends. */
public interface Watch extends AutoCloseable {

  /** Tells of no more changes; one that is being told is told to its end. */
  @Override
  void close();
}
