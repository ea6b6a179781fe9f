package dev.flowcell.render.chart;

import dev.flowcell.cell.MimeBundle;
import java.util.Base64;
import java.util.LinkedHashMap;
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
    Map<String, Object> size = Map.of("width", chart.width(), "height", chart.height());
    return new MimeBundle(data, Map.of(MimeBundle.PNG, size));
  }
}
