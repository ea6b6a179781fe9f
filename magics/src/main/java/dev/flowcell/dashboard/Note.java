package dev.flowcell.dashboard;

/**
 * What an action has to say on the page that follows it.
 *
 * @param isRefusal whether it says why nothing was done
 */
record Note(String words, boolean isRefusal) {

  /** Nothing to say. */
  static final Note NONE = new Note("", false);

  boolean isEmpty() {
    return words.isEmpty();
  }
}
