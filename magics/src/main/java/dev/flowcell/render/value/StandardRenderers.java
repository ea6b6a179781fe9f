package dev.flowcell.render.value;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.render.chart.FigureRenderer;
import dev.flowcell.render.chart.Picture;
import java.awt.image.RenderedImage;
import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

/** The one table of what is shown richer than as text. The first that knows a value shows it. */
final class StandardRenderers {

  private StandardRenderers() {}

  /** All of them, which show as much as these options say. */
  static List<Renderer> all(Options options) {
    return List.of(
        Renderer.of(MimeBundle.class, bundle -> bundle),
        Renderer.of(Picture.class, Picture::bundle),
        Renderer.of(RenderedImage.class, Images::bundle),
        Renderer.of(Figure.class, FigureRenderer::render),
        Renderer.of(Table.class, table -> TableRenderer.render(table, options.limits())),
        Renderer.of(
            ResultSet.class,
            result -> TableRenderer.render(QueryResult.read(result), options.limits())),
        value -> grid(value, options.limits()));
  }

  private static Optional<MimeBundle> grid(Object value, TableLimits limits) {
    return new Grids(limits).of(value).map(grid -> TableRenderer.render(grid, limits));
  }
}
