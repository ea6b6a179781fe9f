package dev.flowcell.render.chart;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Colours by their names and as the web writes them. */
final class Colors {

  private static final Pattern LONG = Pattern.compile("#[0-9a-f]{6}");
  private static final Pattern SHORT = Pattern.compile("#[0-9a-f]{3}");

  private static final Map<String, Integer> NAMED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("black", 0x000000),
              Map.entry("blue", 0x1f5fd0),
              Map.entry("brown", 0x8b4513),
              Map.entry("cyan", 0x00a5b5),
              Map.entry("gold", 0xd4a017),
              Map.entry("gray", 0x808080),
              Map.entry("green", 0x228b22),
              Map.entry("grey", 0x808080),
              Map.entry("magenta", 0xc71585),
              Map.entry("navy", 0x1b2a6b),
              Map.entry("orange", 0xf08c00),
              Map.entry("pink", 0xe377c2),
              Map.entry("purple", 0x7b3fa0),
              Map.entry("red", 0xd62728),
              Map.entry("teal", 0x008080),
              Map.entry("yellow", 0xe6c700)));

  private Colors() {}

  /**
   * These colours.
   *
   * @throws IllegalArgumentException if one of them is no colour
   */
  static List<Color> of(List<String> texts) {
    return texts.stream().map(Colors::of).toList();
  }

  private static Color of(String text) {
    return read(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + text
                        + "' is no colour: write #rrggbb, or one of "
                        + String.join(", ", NAMED.keySet())));
  }

  /** The colour of a text, where it is one that is known here. */
  static Optional<Color> read(String text) {
    String color = text.strip().toLowerCase(Locale.ROOT);
    if (LONG.matcher(color).matches()) {
      return Optional.of(Color.decode(color));
    }
    if (SHORT.matcher(color).matches()) {
      return Optional.of(Color.decode(color.replaceAll("[0-9a-f]", "$0$0")));
    }
    return Optional.ofNullable(NAMED.get(color)).map(Color::new);
  }

  static String hex(Color color) {
    return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
  }
}
