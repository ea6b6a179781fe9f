package dev.flowcell.store.jdbc;

import java.util.function.Consumer;

/** What the store has to say to its user. Whoever can't be told stops nobody. Thread-safe. */
record Notices(Consumer<String> listener) {

  void tell(String sentence) {
    try {
      listener.accept(sentence);
    } catch (RuntimeException | Error e) {
      // it is the user's client that fails
    }
  }
}
