package dev.flowcell.render.value;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.render.chart.FigureRenderer;
import dev.flowcell.render.chart.Picture;
import java.awt.image.RenderedImage;
import java.sql.ResultSet;
import java.util.List;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

/** The one table of what is shown richer than as text. The first that knows a value shows it. */
final class StandardRenderers {

  static final List<Renderer> ALL =
      List.of(
          Renderer.of(MimeBundle.class, bundle -> bundle),
          Renderer.of(Picture.class, Picture::bundle),
          Renderer.of(RenderedImage.class, Images::bundle),
          Renderer.of(Figure.class, FigureRenderer::render),
          Renderer.of(Table.class, TableRenderer::render),
          Renderer.of(ResultSet.class, result -> TableRenderer.render(QueryResult.read(result))),
          value -> Grids.of(value).map(TableRenderer::render));

  private StandardRenderers() {}
}
