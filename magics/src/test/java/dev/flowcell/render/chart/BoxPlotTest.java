package dev.flowcell.render.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.render.value.Renderers;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

final class BoxPlotTest {

  static final Table EXAM =
      Table.create(
          "exam",
          StringColumn.create("Class", "A", "A", "A", "A", "A", "B", "B", "B", "B", "B"),
          DoubleColumn.create("Score", 65, 70, 68, 72, 66, 78, 82, 80, 79, 81));

  private static final BoxPlot PLOT =
      BoxPlot.of(EXAM, "Class", "Score").title("Exam Scores by Class");

  @TempDir private Path folder;

  @Test
  void draws_the_same_pixels_on_every_machine() throws Exception {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(PLOT.toPng()));
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int color = image.getRGB(x, y);
        digest.update(new byte[] {(byte) (color >> 16), (byte) (color >> 8), (byte) color});
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .as("the exam plot's pixels; look at the picture before you change this")
        .isEqualTo("4b0509e7d5ed5f9f1981dd700d63a912937fbe5f176c6c8b61712b97ed25a300");
  }

  @Test
  void a_notebook_gets_the_picture_first_then_plotly_then_words() {
    MimeBundle bundle = Renderers.standard().render(PLOT);
    assertThat(bundle.data().keySet())
        .containsExactly(MimeBundle.PNG, MimeBundle.PLOTLY, MimeBundle.TEXT);
    assertThat(bundle.metadata())
        .isEqualTo(Map.of(MimeBundle.PNG, Map.of("width", 640, "height", 440)));
    byte[] png = Base64.getDecoder().decode(String.valueOf(bundle.data().get(MimeBundle.PNG)));
    assertThat(png).isEqualTo(PLOT.toPng());
    assertThat(bundle.text())
        .isEqualTo(
            """
            Exam Scores by Class
            A: 5 values, minimum 65, lower quartile 66, median 68, upper quartile 70, maximum 72.
            B: 5 values, minimum 78, lower quartile 79, median 80, upper quartile 81, maximum 82.""");
  }

  @Test
  void plotly_is_told_the_quartiles() {
    JsonNode json = new ObjectMapper().valueToTree(PLOT.bundle().data().get(MimeBundle.PLOTLY));
    assertThat(json.at("/layout/title/text").asText()).isEqualTo("Exam Scores by Class");
    assertThat(json.at("/layout/xaxis/title/text").asText()).isEqualTo("Class");
    assertThat(json.at("/layout/yaxis/title/text").asText()).isEqualTo("Score");
    assertThat(json.at("/data/0"))
        .hasToString(
            "{\"type\":\"box\",\"name\":\"A\",\"showlegend\":false,\"x\":[\"A\"],"
                + "\"marker\":{\"color\":\"#0072b2\"},\"q1\":[66.0],"
                + "\"median\":[68.0],\"q3\":[70.0],\"lowerfence\":[65.0],\"upperfence\":[72.0],"
                + "\"y\":[[65.0,72.0]],\"boxpoints\":\"outliers\",\"boxmean\":false}");
  }

  @Test
  void whiskers_end_at_data_and_what_lies_beyond_is_an_outlier() {
    BoxStats box = BoxStats.of("v", 40, 1, 2, 3, 4, 5, Double.NaN, Double.POSITIVE_INFINITY);
    assertThat(box.low()).isEqualTo(1);
    assertThat(box.high()).isEqualTo(5);
    assertThat(box.outliers()).containsExactly(40.0);
    assertThat(box.sentence())
        .isEqualTo(
            "v: 6 values, minimum 1, lower quartile 2.25, median 3.5, upper quartile 4.75,"
                + " maximum 40; outliers: 40.");
  }

  @Test
  void saves_as_its_name_says() throws Exception {
    Path png = folder.resolve("plot.PNG");
    PLOT.save(png.toString());
    assertThat(Files.readAllBytes(png)).isEqualTo(PLOT.toPng());
    Path svg = folder.resolve("plot.svg");
    PLOT.save(svg);
    assertThat(Files.readString(svg)).contains("Exam Scores by Class</text>", "lower quartile 66");
  }

  @Test
  void says_what_to_do_when_it_cannot_save() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PLOT.save("plot.bmp"))
        .withMessageContainingAll("plot.bmp", ".png or .svg");
    assertThatThrownBy(() -> PLOT.save(folder.resolve("missing").resolve("plot.png")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll("plot.png", "missing' does not exist; make it first");
    Path taken = Files.createDirectory(folder.resolve("taken.png"));
    assertThatThrownBy(() -> PLOT.save(taken)).hasMessageContaining("it is a folder");
  }

  @Test
  void a_wrong_column_is_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoxPlot.of(EXAM, "Clas", "Score"))
        .withMessageContaining("did you mean 'Class'?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoxPlot.of(EXAM, "Score", "Class"))
        .withMessageContaining("'Class' of table 'exam' holds string values, not numbers");
  }

  @Test
  void hostile_names_stay_text() throws Exception {
    String hostile = "</text><script>alert(1)</script>\u0000\u001b[31m\u202e &amp; \"'";
    Table table =
        Table.create(
            StringColumn.create("g", hostile, "日本", "x".repeat(5000)),
            DoubleColumn.create("v", 1, 2, 3));
    BoxPlot plot = BoxPlot.of(table, "g", "v").title(hostile).xTitle(hostile).yTitle(hostile);
    assertThat(plot.toPng()).isNotEmpty();
    assertThat(plot.toSvg()).doesNotContain("<script");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(plot.toSvg().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void nothing_to_draw_is_drawn_as_nothing() {
    Table empty = Table.create(StringColumn.create("g"), DoubleColumn.create("v"));
    assertThat(BoxPlot.of(empty, "g", "v").toSvg()).contains("no values");
    assertThat(BoxPlot.of(empty, "v").toString()).contains("v: no values.");
    assertThat(BoxPlot.of(empty, "v").toPng()).isNotEmpty();
  }

  @Test
  void each_change_is_a_plot_of_its_own() {
    BoxPlot plain = BoxPlot.of(EXAM, "Class", "Score");
    assertThat(plain.title("Titled").toSvg()).contains("Titled");
    assertThat(plain.toSvg()).doesNotContain("Titled");
  }

  @Test
  void create_still_means_what_jsplot_means() {
    Figure figure = BoxPlot.create("t", EXAM, "Class", "Score");
    assertThat(figure.getTraces()).hasSize(1);
  }
}
