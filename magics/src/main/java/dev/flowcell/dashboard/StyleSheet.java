package dev.flowcell.dashboard;

import com.google.common.hash.Hashing;
import gg.jte.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * How the pages look. It stands in each page: a browser paints nothing before it has the style, and
 * for one in a file of its own, kept from the page before or not, it waits longer than the page
 * takes to come.
 */
final class StyleSheet {

  private static final String TEXT = read();

  /** By which the Content-Security-Policy knows it. */
  static final String HASH =
      "'sha256-"
          + Base64.getEncoder()
              .encodeToString(Hashing.sha256().hashString(TEXT, StandardCharsets.UTF_8).asBytes())
          + "'";

  private StyleSheet() {}

  /** What a page has between its {@code style} tags. */
  static Content content() {
    return out -> out.writeContent(TEXT);
  }

  private static String read() {
    try (InputStream file = StyleSheet.class.getResourceAsStream("dashboard.css")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
