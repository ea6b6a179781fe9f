package dev.flowcell.render.chart;

import dev.flowcell.cell.MimeBundle;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Bundles of charts: the picture first, since every viewer shows it, then Plotly's JSON and words.
 */
final class Pictures {

  private Pictures() {}

  static MimeBundle bundle(Chart chart, Map<String, Object> plotly, String text) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put(MimeBundle.PNG, Base64.getEncoder().encodeToString(chart.png()));
    data.put(MimeBundle.PLOTLY, plotly);
    data.put(MimeBundle.TEXT, text);
    Map<String, Object> size =
        Map.of("width", chart.style().width(), "height", chart.style().height());
    return new MimeBundle(data, Map.of(MimeBundle.PNG, size));
  }

  /** A plot in words: its title, or what it is, and what it shows. */
  static String words(Picture<?> plot, Chart chart) {
    String title = plot.style().title();
    return (title.isBlank() ? kind(plot) : title) + "\n" + ChartWords.of(chart);
  }

  /** Such as {@code Box plot}. */
  private static String kind(Picture<?> plot) {
    String words = plot.getClass().getSimpleName().replaceAll("(?<!^)[A-Z]", " $0");
    return words.charAt(0) + words.substring(1).toLowerCase(Locale.ROOT);
  }
}
