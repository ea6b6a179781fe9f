package dev.flowcell.render.chart;

import dev.flowcell.cell.MimeBundle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tech.tablesaw.plotly.components.Figure;

/**
 * Shows a figure of jsplot: as a picture, as Plotly's JSON for viewers that can draw it, and in
 * words. jsplot's own page is never sent: it asks the network for its script, and text in the data
 * can break out of it.
 */
public final class FigureRenderer {

  private FigureRenderer() {}

  /** The figure in all its forms. */
  public static MimeBundle render(Figure figure) {
    Map<String, Object> json = PlotlyJson.of(figure);
    Optional<Chart> chart = FigureChart.of(json);
    Map<String, Object> shown = PlotlyJson.withQuartiles(json);
    if (chart.isPresent()) {
      return Pictures.bundle(chart.get(), shown, words(json) + "\n" + ChartWords.of(chart.get()));
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put(MimeBundle.PLOTLY, shown);
    data.put(
        MimeBundle.TEXT,
        words(json)
            + ". To see it, open the notebook where Plotly is drawn: in JupyterLab with the Python"
            + " package plotly installed, or in VS Code");
    return new MimeBundle(data, Map.of());
  }

  /** What the figure is, in a line. */
  private static String words(Map<String, Object> figure) {
    List<Map<String, Object>> traces = PlotlyJson.traces(figure);
    String title = FigureChart.title(FigureChart.object(figure.get("layout")).get("title")).strip();
    String kinds =
        traces.stream()
            .map(trace -> String.valueOf(trace.get("type")))
            .distinct()
            .collect(Collectors.joining(", "));
    return "Plotly figure ("
        + kinds
        + (traces.size() == 1 ? ")" : ", " + traces.size() + " series)")
        + (title.isEmpty() ? "" : ": " + title);
  }
}
