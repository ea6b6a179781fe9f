package dev.flowcell.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.FoldedRuns;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class RunViewTest {

  private static final Instant NOW = SampleRuns.at(4_800);

  @Test
  void text_tells_all_of_a_completed_run() {
    assertThat(text(SampleRuns.exam()))
        .isEqualTo(
            """
            ✓ Completed  analysisPipeline  1.2 s  (run a3f9c1, started 2026-03-01 12:03:04 UTC)
              5 task runs, all Completed
              ✓ Completed  loadData         1 attempt        39 ms
              ✓ Completed  cleanData        1 attempt       119 ms
              ✓ Completed  describeAndPlot  1 attempt       937 ms
              ✓ Completed  runTTest         1 attempt       115 ms
              ✓ Completed  reportResults    1 attempt        16 ms

            Logs
            12:03:04.139 INFO  loadData          Exam scores loaded successfully
            12:03:04.260 INFO  cleanData         Data cleaned: 10 of 10 rows kept
            12:03:05.200 WARN  describeAndPlot   no font found, glyph outlines are used
            12:03:05.319 INFO  runTTest          T-test result: t=-8.07, p=0.0002
            12:03:05.339 INFO  analysisPipeline  pipeline done""");
  }

  @Test
  void text_tells_parameters_attempts_and_the_countdown_of_a_run_that_goes_on() {
    assertThat(text(SampleRuns.waiting()).lines())
        .startsWith(
            "● Running  analysisPipeline  4.8 s  (run a3f9c1, started 2026-03-01 12:03:04 UTC)")
        .contains("  4 task runs: 1 Completed, 1 AwaitingRetry, 1 Running, 1 Pending")
        .contains("  ↻ AwaitingRetry  cleanData  2 attempts       4.7 s  next try in 2.3 s")
        .contains("      java.io.IOException: the server said 503")
        .contains("  ◌ Pending        publish    0 attempts");
  }

  @Test
  void text_tells_a_failure_with_the_users_frames() {
    assertThat(text(SampleRuns.failed()))
        .containsOnlyOnce("column 'Score' has no numbers")
        .contains(
            """
                  java.lang.IllegalStateException: column 'Score' has no numbers
                      at cleanData (In [4], line 12)
                      at analysisPipeline (In [5], line 3)
            """);
  }

  @Test
  void tells_a_message_once_when_the_frames_begin_with_it() {
    String message = "IllegalStateException: first\n  second";
    State failed = State.failed(SampleRuns.at(9), 1, message, message + "\n  at load (In [4]:2)");
    RunTree tree =
        new RunTree(
            null,
            List.of(SampleRuns.task("load", 1, State.running(SampleRuns.at(0), 1), failed)),
            List.of(),
            List.of());
    Element root = Fragments.parsed(html(tree));
    removeAll(root, "details");

    assertThat(text(tree)).containsOnlyOnce("second").contains("  at load (In [4]:2)");
    assertThat(root.getTextContent()).containsOnlyOnce("second").contains("  at load (In [4]:2)");
  }

  @Test
  void text_keeps_a_message_of_several_lines_as_it_is() {
    RunTree tree =
        withLogs(SampleRuns.line(5, Level.INFO, "loadData-1", "first\n  second <b>\nthird"));

    assertThat(text(tree)).endsWith("INFO  loadData  first\n  second <b>\nthird");
  }

  @Test
  void text_shows_the_newest_lines_of_a_long_log_and_counts_the_rest() {
    LogLine[] lines =
        IntStream.range(0, 2_500)
            .mapToObj(i -> SampleRuns.line(i, Level.INFO, "loadData-1", "line " + i + "."))
            .toArray(LogLine[]::new);

    assertThat(text(withLogs(lines)))
        .contains("… 500 earlier lines", "line 500.", "line 2499.")
        .doesNotContain("line 499.");
  }

  @Test
  void the_end_of_a_run_no_longer_depends_on_the_time_it_is_looked_at() {
    assertThat(RunView.render(SampleRuns.failed(), NOW, ZoneOffset.UTC))
        .isEqualTo(RunView.render(SampleRuns.failed(), NOW.plusSeconds(9_999), ZoneOffset.UTC));
  }

  @Test
  void html_tells_state_as_sign_and_word_beside_the_colour() {
    assertThat(words(html(SampleRuns.exam()))).contains("✓ Completed", "analysisPipeline", "1.2 s");
    assertThat(words(html(SampleRuns.waiting())))
        .contains("● Running", "↻ AwaitingRetry", "◌ Pending", "next try in 2.3 s")
        .contains("year = 2026");
    assertThat(words(html(SampleRuns.failed()))).contains("✗ Failed");
  }

  @Test
  void html_shows_a_failure_outside_of_what_is_folded() {
    Element root = Fragments.parsed(html(SampleRuns.failed()));
    removeAll(root, "details");

    assertThat(root.getTextContent())
        .containsOnlyOnce("IllegalStateException: column 'Score' has no numbers")
        .contains("at cleanData (In [4], line 12)");
  }

  @Test
  void html_shows_the_failure_of_the_flow_itself() {
    RunTree tree =
        new RunTree(
            SampleRuns.flow(
                "broken",
                Map.of(),
                State.running(SampleRuns.at(0), 1),
                State.failed(SampleRuns.at(9), 1, "java.io.IOException: no", SampleRuns.FRAMES)),
            List.of(SampleRuns.completed("loadData", 1, 1, 5)),
            List.of(),
            List.of());

    Element root = Fragments.parsed(html(tree));
    removeAll(root, "details");

    assertThat(root.getTextContent()).contains("java.io.IOException: no", "In [4], line 12");
  }

  @Test
  void task_runs_that_a_tree_only_counts_are_counted_in_both_forms() {
    List<TaskRun> held =
        IntStream.rangeClosed(1, 60).mapToObj(i -> SampleRuns.completed("load", i, 1, 5)).toList();
    State completed = State.completed(SampleRuns.at(9), 1);
    FoldedRuns folded = new FoldedRuns("load", completed, 940, SampleRuns.at(1), SampleRuns.at(9));
    FlowRun flow = SampleRuns.flow("many", Map.of(), completed);
    RunTree tree = new RunTree(flow, held, List.of(), List.of(), List.of(folded), List.of());

    assertThat(words(html(tree)))
        .contains("1000 task runs, all Completed", "1000 runs, all Completed")
        .contains("All 1000 task runs", "940 more task runs");
    assertThat(text(tree)).contains("1000 task runs, all Completed", "940 more task runs");
  }

  @Test
  void html_folds_what_was_logged_between_the_states_it_was_logged_in() {
    Element root = Fragments.parsed(html(SampleRuns.exam()));

    assertThat(root.getElementsByTagName("details").item(0).getTextContent())
        .containsSubsequence(
            "1 log line, 3 states",
            "◌ Pending",
            "● Running attempt 1",
            "INFO  Exam scores loaded successfully",
            "✓ Completed attempt 1");
  }

  @Test
  void html_tells_each_attempt_in_words() {
    assertThat(html(SampleRuns.retriedThenCompleted()))
        .contains(
            "title=\"Attempt 1, Failed, 640 ms: java.io.IOException: the server said 503\"",
            "title=\"Attempt 3, Completed, 300 ms\"");
  }

  @Test
  void numbers_the_runs_of_a_task_that_is_called_again() {
    RunTree tree =
        new RunTree(
            SampleRuns.exam().flow(),
            List.of(
                SampleRuns.completed("load", 1, 1, 2),
                SampleRuns.completed("load", 2, 3, 4),
                SampleRuns.completed("save", 1, 5, 6)),
            List.of(),
            List.of(SampleRuns.line(4, Level.INFO, "load-2", "again")));

    assertThat(text(tree)).contains("load #1", "load #2", "INFO  load #2").doesNotContain("save #");
    assertThat(words(html(tree))).contains("load #1", "load #2").doesNotContain("save #");
  }

  @Test
  void names_the_task_runs_whose_results_a_task_run_was_given() {
    RunTree exam = SampleRuns.exam();
    TaskRun given =
        new TaskRun(
            "plot-1",
            "plot",
            "flow",
            1,
            5,
            "",
            SampleRuns.at(0),
            null,
            List.of("loadData-1", "unknown", "cleanData-1"),
            null,
            List.of(State.pending(SampleRuns.at(0))));
    RunTree tree = new RunTree(exam.flow(), append(exam.tasks(), given), List.of(), List.of());

    assertThat(text(tree))
        .contains("plot             0 attempts              after loadData, cleanData");
    assertThat(html(tree)).containsOnlyOnce(">after loadData, cleanData<");
  }

  private static List<TaskRun> append(List<TaskRun> runs, TaskRun last) {
    return Stream.concat(runs.stream(), Stream.of(last)).toList();
  }

  @Test
  void shows_subflows_inside_their_flow() {
    assertThat(text(SampleRuns.nested()))
        .contains("\n  ✓ Completed  analysisPipeline", "\n  ✗ Failed  analysisPipeline")
        .contains("WARN  nightly           the second analysis failed, going on");
    assertThat(words(html(SampleRuns.nested())))
        .contains("2 subflows: 1 Completed, 1 Failed", "In [4], line 12");
  }

  @Test
  void shows_task_runs_outside_a_flow() {
    assertThat(text(SampleRuns.outside()))
        .contains("✓ Completed  loadData  1 attempt", "INFO  loadData  Exam scores loaded");
    assertThat(words(html(SampleRuns.outside()))).contains("loadData", "39 ms");
  }

  @Test
  void names_task_runs_outside_a_flow_by_what_they_are() {
    RunTree one = SampleRuns.outside();
    RunTree two =
        new RunTree(
            null,
            List.of(
                SampleRuns.outside(SampleRuns.completed("load", 1, 1, 2)),
                SampleRuns.outside(
                    SampleRuns.task("save", 1, State.failed(SampleRuns.at(9), 1, "no", "")))),
            List.of(),
            List.of());

    assertThat(text(one)).startsWith("✓ Completed  loadData\n");
    assertThat(text(two)).startsWith("✗ 1 of 2 Failed  Task runs of this cell\n");
    assertThat(words(html(two))).contains("1 of 2 Failed", "outside a flow", "12:03:04 UTC");
  }

  @Test
  void one_failure_among_many_runs_of_a_task_is_told_as_that() {
    assertThat(words(html(SampleRuns.many(300)))).contains("✗ 3 of 298 Failed");
  }

  @Test
  void counts_many_runs_by_task_and_shows_the_failed_ones() {
    Element root = Fragments.parsed(html(SampleRuns.many(300)));
    removeAll(root, "details");

    assertThat(root.getTextContent())
        .contains(
            "298 runs: 295 Completed, 3 Failed", "convert #97", "java.io.IOException: file 97")
        .doesNotContain("convert #98");
  }

  @Test
  void stays_small_with_very_many_runs() {
    RunTree tree = SampleRuns.many(5_000);

    assertThat(html(tree)).hasSizeLessThan(700_000);
    assertThat(text(tree)).hasSizeLessThan(400_000);
    assertThat(html(goingOn(tree))).hasSizeLessThan(100_000);
    assertThat(text(goingOn(tree))).hasSizeLessThan(50_000);
  }

  @Test
  void stays_small_with_huge_messages_and_deep_subflows() {
    String huge = "<".repeat(1_000_000);
    RunTree tree = SampleRuns.hostile(huge);
    for (int i = 0; i < 200; i++) {
      tree = new RunTree(tree.flow(), tree.tasks(), List.of(tree), tree.logs());
    }

    assertThat(html(tree)).hasSizeLessThan(1_000_000);
    assertThat(text(tree)).hasSizeLessThan(1_000_000);
  }

  @ParameterizedTest
  @MethodSource
  void html_has_plain_tags_and_styles_only(RunTree tree) {
    Fragments.parsed(html(tree));
  }

  static Stream<RunTree> html_has_plain_tags_and_styles_only() {
    return Stream.of(
        SampleRuns.exam(),
        SampleRuns.waiting(),
        SampleRuns.retriedThenCompleted(),
        SampleRuns.failed(),
        SampleRuns.nested(),
        SampleRuns.outside(),
        SampleRuns.many(300),
        new RunTree(null, List.of(), List.of(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=\"alert(1)\">",
        "' onmouseover='alert(1)",
        "</div></td></table></details>",
        "]]> <!-- &lt; --> \u0000\u001b[31m\u202e \ud800",
        "<style>*{display:none}</style>"
      })
  void what_user_code_says_is_text_everywhere(String text) {
    Element root = Fragments.parsed(html(SampleRuns.hostile(text)));

    String visible = text.replaceAll("[\\x00\\x1b\u202e]|\\[31m", "").replace('\ud800', '\ufffd');
    assertThat(root.getTextContent().split(Pattern.quote(visible), -1)).hasSizeGreaterThan(8);
  }

  private static RunTree withLogs(LogLine... lines) {
    return new RunTree(
        SampleRuns.exam().flow(),
        List.of(SampleRuns.completed("loadData", 1, 2, 55)),
        List.of(),
        List.of(lines));
  }

  private static RunTree goingOn(RunTree tree) {
    FlowRun flow = SampleRuns.flow("convertAll", Map.of(), State.running(SampleRuns.at(0), 1));
    return new RunTree(flow, tree.tasks(), List.of(), tree.logs());
  }

  private static String html(RunTree tree) {
    return Fragments.htmlOf(RunView.render(tree, NOW, ZoneOffset.UTC));
  }

  private static String text(RunTree tree) {
    return RunView.render(tree, NOW, ZoneOffset.UTC).text();
  }

  private static String words(String html) {
    return Fragments.parsed(html).getTextContent();
  }

  private static void removeAll(Element root, String tag) {
    NodeList found = root.getElementsByTagName(tag);
    while (found.getLength() > 0) {
      Node first = found.item(0);
      first.getParentNode().removeChild(first);
    }
  }
}
