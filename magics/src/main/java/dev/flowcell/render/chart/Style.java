package dev.flowcell.render.chart;

import java.awt.Color;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a chart looks, whatever it shows.
 *
 * @param title empty for none
 * @param xTitle what stands below it, null for the name of what is drawn across
 * @param yTitle what stands beside it, null for the name of what is drawn up
 * @param colors for its groups in their order, again from the first where there are more groups
 * @param width in pixels
 * @param height in pixels
 */
public record Style(
    String title,
    @Nullable String xTitle,
    @Nullable String yTitle,
    List<Color> colors,
    int width,
    int height) {

  /** After Okabe and Ito: told apart by readers with any kind of colour vision. */
  private static final List<Color> COLORS =
      Colors.of(
          List.of(
              "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a5a44",
              "#6b7280"));

  /** That of a chart without a title. */
  static final Style STANDARD = new Style("", null, null, COLORS, 640, 440);

  private static final int SHORTEST = 200;
  private static final int LONGEST = 4000;

  public Style {
    if (colors.isEmpty()) {
      throw new IllegalArgumentException("a plot needs at least one colour");
    }
    colors = List.copyOf(colors);
    if (Math.min(width, height) < SHORTEST || Math.max(width, height) > LONGEST) {
      throw new IllegalArgumentException(
          "A plot of "
              + width
              + " × "
              + height
              + " pixels cannot be drawn: each side needs "
              + SHORTEST
              + " to "
              + LONGEST);
    }
  }

  Style withTitle(String title) {
    return new Style(title, xTitle, yTitle, colors, width, height);
  }

  Style withXTitle(String title) {
    return new Style(this.title, title, yTitle, colors, width, height);
  }

  Style withYTitle(String title) {
    return new Style(this.title, xTitle, title, colors, width, height);
  }

  Style withColors(List<String> colors) {
    return new Style(title, xTitle, yTitle, Colors.of(colors), width, height);
  }

  Style withSize(int width, int height) {
    return new Style(title, xTitle, yTitle, colors, width, height);
  }

  /** The colour of the group with that number, from 0. */
  Color color(int group) {
    return colors.get(group % colors.size());
  }
}
