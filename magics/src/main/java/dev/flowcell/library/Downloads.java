package dev.flowcell.library;

/** Is told what a search downloads. Called by several threads at once. */
@FunctionalInterface
public interface Downloads {

  /** For whom the result is enough. */
  Downloads UNSEEN = (file, bytes) -> {};

  /** So many more bytes of a file have come. */
  void received(String file, int bytes);
}
