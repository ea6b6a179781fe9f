package dev.flowcell.render;

import java.util.Locale;

/** How large files are, as sentences tell it. */
public final class Sizes {

  private Sizes() {}

  /** In millions of bytes, such as {@code 0.3 MB}. */
  public static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }
}
