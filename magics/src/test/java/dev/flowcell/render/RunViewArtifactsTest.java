package dev.flowcell.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.run.Artifact;
import dev.flowcell.run.Artifact.Kind;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunViewArtifactsTest {

  private static final String HOSTILE = "<script>alert(1)</script>\"'&";

  @Test
  void what_runs_have_to_show_stands_in_their_view_under_their_names() {
    MimeBundle view =
        view(
            artifact(Kind.TABLE, "load-1", "scores", Map.of(Artifact.HTML, "<table></table>")),
            artifact(
                Kind.IMAGE,
                "load-1",
                "plot",
                Map.of(Artifact.PNG, "iVBOR", Artifact.TEXT, "two boxes")),
            artifact(Kind.LINK, null, "the data", Map.of(Artifact.ADDRESS, "a.csv?x=1&y=2")));

    assertThat(Fragments.htmlOf(view))
        .contains("load: Table scores", "<table></table>")
        .contains("alt=\"two boxes\" src=\"data:image/png;base64,iVBOR\"")
        .contains("Link: <a href=\"a.csv?x=1&amp;y=2\">the data</a>");
    assertThat(view.text()).contains("Table scores", "Link the data", "a.csv?x=1&y=2");
  }

  @Test
  void names_and_contents_of_any_kind_stand_as_text() {
    String html =
        Fragments.htmlOf(
            view(
                artifact(
                    Kind.IMAGE,
                    "load-1",
                    HOSTILE,
                    Map.of(Artifact.PNG, HOSTILE, Artifact.TEXT, HOSTILE)),
                artifact(Kind.LINK, null, HOSTILE, Map.of(Artifact.ADDRESS, HOSTILE)),
                artifact(Kind.PROGRESS, null, HOSTILE, Map.of(Artifact.TEXT, HOSTILE))));

    assertThat(Fragments.parsed(html).getElementsByTagName("script").getLength()).isZero();
  }

  @Test
  void progress_is_told_while_a_run_goes_on_and_where_it_has_not_completed() {
    Artifact half = artifact(Kind.PROGRESS, "load-1", "reading", Map.of(Artifact.TEXT, "0.5"));
    State running = State.running(SampleRuns.at(0), 1);
    State failed = State.failed(SampleRuns.at(5), 1, "no", "");

    assertThat(Fragments.htmlOf(view(List.of(running), half))).contains("50 % reading");
    assertThat(Fragments.htmlOf(view(List.of(running, failed), half))).contains("50 % reading");
    assertThat(Fragments.htmlOf(view(half))).doesNotContain("50 % reading");
  }

  @Test
  void a_view_that_changes_stays_small_and_the_last_one_within_bounds() {
    Artifact[] pictures =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    artifact(
                        Kind.IMAGE, "load-1", "" + i, Map.of(Artifact.PNG, "x".repeat(100_000))))
            .toArray(Artifact[]::new);

    String live = Fragments.htmlOf(view(List.of(State.running(SampleRuns.at(0), 1)), pictures));
    String last = Fragments.htmlOf(view(pictures));

    assertThat(live.length()).isLessThan(70_000);
    assertThat(live).contains("100 artifacts to see when the run has ended");
    assertThat(last.length()).isBetween(2_000_000, 3_500_000);
    assertThat(last).contains("70 artifacts more");
  }

  @Test
  void lines_of_each_level_can_be_unfolded_by_themselves() {
    LogLine info = SampleRuns.line(1, Level.INFO, "load-1", "fine");
    LogLine error = SampleRuns.line(2, Level.ERROR, "plot-1", "broken");
    String html = Fragments.htmlOf(viewOf(List.of(info, error)));

    assertThat(html)
        .contains("Logs of all runs: 2 log lines: 1 ERROR, 1 INFO")
        .contains("ERROR only: 1 line<", "INFO only: 1 line<");
  }

  private static MimeBundle view(Artifact... artifacts) {
    return view(
        List.of(State.running(SampleRuns.at(0), 1), State.completed(SampleRuns.at(5), 1)),
        artifacts);
  }

  private static MimeBundle view(List<State> history, Artifact... artifacts) {
    FlowRun flow = SampleRuns.flow("flow", Map.of(), history.toArray(State[]::new));
    List<TaskRun> tasks =
        Stream.of("load", "plot")
            .map(name -> SampleRuns.task(name, 1, history.toArray(State[]::new)))
            .toList();
    return RunView.render(
        new RunTree(flow, tasks, List.of(), List.of(), List.of(), List.of(artifacts)),
        SampleRuns.at(9));
  }

  private static MimeBundle viewOf(List<LogLine> lines) {
    RunTree exam = SampleRuns.exam();
    return RunView.render(
        new RunTree(exam.flow(), exam.tasks(), List.of(), lines), SampleRuns.at(9));
  }

  private static Artifact artifact(
      Kind kind, @Nullable String task, String name, Map<String, String> content) {
    return new Artifact(kind + name, "flow", task, 1, kind, name, SampleRuns.at(3), content);
  }
}
