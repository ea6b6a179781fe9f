package dev.flowcell;

import static dev.flowcell.Flowcell.image;
import static dev.flowcell.Flowcell.link;
import static dev.flowcell.Flowcell.markdown;
import static dev.flowcell.Flowcell.progress;
import static dev.flowcell.Flowcell.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.FlowOptions;
import dev.flowcell.run.Artifact;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.testing.FakeClock;
import dev.flowcell.testing.RecordingOutput;
import dev.flowcell.testing.UnusedEvaluator;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

class ArtifactsTest {

  private static final BufferedImage PICTURE = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);

  private final Table scores = Table.create("scores", DoubleColumn.create("Score", 65, 70));
  private final RecordingOutput output = new RecordingOutput();
  private final CurrentCell cell = new CurrentCell(new RecordingOutput());
  private final InMemoryRunStore store = new InMemoryRunStore();
  private final Session session = Session.open(cell, new UnusedEvaluator(), store, new FakeClock());

  @BeforeEach
  void beginCell() {
    cell.begin(new CellSource("four", 4, "text"), output, CellInput.NONE);
  }

  @AfterEach
  void closeSession() {
    session.close();
  }

  @Test
  void in_a_run_they_are_kept_with_it_and_not_shown_twice() {
    List<Artifact> kept =
        inFlow(
            () -> {
              table("cleaned", scores);
              markdown("**two** rows");
              image("grey", PICTURE);
              link("https://example.org/scores.csv", "the data");
              progress(0.5, "cleaning");
            });

    session.endCell();
    assertThat(kept)
        .extracting(Artifact::kind)
        .containsExactly(
            Artifact.Kind.TABLE,
            Artifact.Kind.MARKDOWN,
            Artifact.Kind.IMAGE,
            Artifact.Kind.LINK,
            Artifact.Kind.PROGRESS);
    assertThat(kept)
        .extracting(Artifact::name)
        .containsExactly("cleaned", "", "grey", "the data", "cleaning");
    assertThat(kept.get(0).content(Artifact.HTML)).contains("<table", "65");
    assertThat(kept.get(1).content(Artifact.HTML)).isEqualTo("<p><strong>two</strong> rows</p>");
    assertThat(kept.get(2).content(Artifact.PNG)).startsWith("iVBOR");
    assertThat(kept.get(3).content(Artifact.ADDRESS)).isEqualTo("https://example.org/scores.csv");
    assertThat(kept.get(4).content(Artifact.TEXT)).isEqualTo("0.5");
    assertThat(output.kinds().stream().filter("display"::equals)).hasSize(1); // the run's view
  }

  @Test
  void outside_of_runs_they_are_shown_below_the_cell() {
    table(scores);
    markdown("*x*");
    image(PICTURE);
    link("notes.html");

    assertThat(output.kinds()).containsExactly("display", "display", "display", "display");
    assertThat(output.sent().get(2).text()).isEqualTo("a picture of 8 × 4");
    assertThat(output.sent().get(3).text()).isEqualTo("notes.html");
  }

  @Test
  void outside_of_runs_progress_is_one_bar_that_ends_with_the_last_step() {
    for (int i = 0; i <= 10_000; i++) {
      progress(i / 10_000.0, "counting");
    }
    session.engine().endCell();

    assertThat(output.kinds().get(0)).isEqualTo("display");
    assertThat(output.kinds().subList(1, output.kinds().size()))
        .containsOnly("update")
        .hasSizeLessThan(100);
    assertThat(output.sent().get(output.sent().size() - 1).text()).isEqualTo("100 % counting");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -0.1, 1.1, Double.POSITIVE_INFINITY})
  void progress_is_a_part_of_one(double part) {
    assertThatThrownBy(() -> progress(part))
        .hasMessageContaining("from 0 to 1")
        .hasMessageContaining("" + part);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "java\nscript:x",
        "file:///etc/passwd"
      })
  void links_lead_to_the_web_or_beside_the_notebook_only(String address) {
    assertThatThrownBy(() -> link(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("link");
  }

  @Test
  void null_is_nothing_to_show() {
    assertThatThrownBy(() -> table(null)).hasMessage("table needs a table, not null");
    assertThatThrownBy(() -> markdown(null)).hasMessage("markdown needs a text, not null");
    assertThatThrownBy(() -> image(null)).hasMessage("image needs a picture, not null");
    assertThatThrownBy(() -> link(null)).hasMessage("link needs an address, not null");
    assertThatThrownBy(() -> table("x", 7)).hasMessageContaining("not java.lang.Integer");
    assertThatThrownBy(() -> image(7)).hasMessageContaining("not java.lang.Integer");
  }

  @Test
  void pictures_come_from_files_too(@TempDir Path folder) throws Exception {
    Path jpeg = folder.resolve("grey.jpg");
    assertThat(javax.imageio.ImageIO.write(PICTURE, "jpg", jpeg.toFile())).isTrue();
    Path none = Files.writeString(folder.resolve("none.png"), "no picture");

    List<Artifact> kept = inFlow(() -> image(jpeg));
    assertThat(kept.get(0).content(Artifact.PNG)).startsWith("iVBOR");
    assertThatThrownBy(() -> image(none)).hasMessageContaining("none.png");
    assertThatThrownBy(() -> image("missing.png")).hasMessageContaining("missing.png");
  }

  private List<Artifact> inFlow(Runnable body) {
    int flow =
        session.definitions().define(new Flow("flow", List.of(), "", 1, FlowOptions.NONE), null);
    Object unused =
        new TrackedCall(flow)
            .call(
                () -> {
                  body.run();
                  return "";
                },
                new Object[0]);
    String id = store.flowRuns(new FlowRunQuery(null, 1)).get(0).id();
    return store.find(id).orElseThrow().artifacts();
  }
}
