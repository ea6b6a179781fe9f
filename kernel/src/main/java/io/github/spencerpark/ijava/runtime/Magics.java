package io.github.spencerpark.ijava.runtime;

import dev.flowcell.Flowcell;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Magics as functions. Thread-safe. */
public final class Magics {

  private Magics() {}

  /** Runs a magic of a line. */
  public static <T extends @Nullable Object> T lineMagic(String name, List<String> words) {
    return Flowcell.lineMagic(name, words);
  }

  /** Runs a magic that stands over a cell. */
  public static <T extends @Nullable Object> T cellMagic(
      String name, List<String> words, String body) {
    return Flowcell.cellMagic(name, words, body);
  }
}
