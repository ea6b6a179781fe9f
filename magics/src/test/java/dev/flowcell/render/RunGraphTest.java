package dev.flowcell.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.render.GraphLayout.Line;
import dev.flowcell.render.GraphLayout.Place;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunGraphTest {

  @Test
  void a_box_stands_behind_all_that_it_was_given() {
    GraphLayout layout = GraphLayout.of(List.of(Set.of(), Set.of(0), Set.of(0), Set.of(1, 2)));

    assertThat(layout.layers())
        .containsExactly(
            List.of(new Place(0, 0, true)),
            List.of(new Place(1, 1, true), new Place(2, 1, true)),
            List.of(new Place(3, 2, true)));
    assertThat(layout.lines()).hasSize(4);
    assertThat(layout.rows()).isEqualTo(2);
  }

  @Test
  void a_line_has_its_own_place_in_the_layers_it_passes() {
    GraphLayout layout = GraphLayout.of(List.of(Set.of(), Set.of(0), Set.of(0, 1)));

    Place passing = new Place(0, 1, false);
    assertThat(layout.layers().get(1)).containsExactlyInAnyOrder(new Place(1, 1, true), passing);
    assertThat(layout.lines())
        .contains(new Line(new Place(0, 0, true), passing))
        .contains(new Line(passing, new Place(2, 2, true)));
  }

  @Test
  void lines_that_lead_back_do_not_stop_the_drawing() {
    GraphLayout layout = GraphLayout.of(List.of(Set.of(1), Set.of(0)));

    assertThat(layout.layers()).hasSize(2);
    assertThat(layout.lines()).hasSize(1);
  }

  @Test
  void lines_between_the_same_layers_do_not_cross_without_need() {
    GraphLayout layout = GraphLayout.of(List.of(Set.of(), Set.of(), Set.of(1), Set.of(0)));

    assertThat(layout.layers().get(1))
        .containsExactly(new Place(3, 1, true), new Place(2, 1, true));
  }

  @Test
  void text_tells_who_was_given_what() {
    MimeBundle graph =
        RunGraph.render(tree(task("load"), task("clean", "load"), task("plot", "clean")));

    assertThat(graph.text())
        .isEqualTo(
            """
            flow: 3 task runs, 2 dependencies
              ✓ load (Completed)
              ✓ clean (Completed) ← load
              ✓ plot (Completed) ← clean""");
    assertThat(Fragments.parsed(Fragments.htmlOf(graph)).getTextContent())
        .contains("load✓ Completed", "clean✓ Completed", "plot✓ Completed");
  }

  @Test
  void many_task_runs_are_told_by_task() {
    List<TaskRun> runs = new ArrayList<>(List.of(task("list")));
    for (int i = 1; i <= 100; i++) {
      runs.add(run("convert", i, List.of("list-1")));
    }
    runs.add(run("merge", 1, runs.subList(1, 101).stream().map(TaskRun::id).toList()));

    MimeBundle graph = RunGraph.render(tree(runs.toArray(TaskRun[]::new)));

    assertThat(graph.text())
        .contains(
            "3 tasks, 2 dependencies",
            "convert ×100 (Completed) ← list",
            "merge (Completed) ← convert ×100");
    assertThat(Fragments.htmlOf(graph).length()).isLessThan(5_000);
  }

  @Test
  void the_view_of_a_run_has_a_graph_where_results_were_passed_on() {
    RunTree passed = tree(task("load"), task("clean", "load"));
    RunTree alone = tree(task("load"), task("clean"));

    assertThat(html(passed)).contains("Graph: 2 task runs, 1 dependency");
    assertThat(html(alone)).doesNotContain("Graph");
  }

  @Test
  void names_of_any_kind_stand_as_text() {
    String hostile = "<img src=x onerror=alert(1)>\"'&";
    MimeBundle graph = RunGraph.render(tree(task(hostile), task("clean", hostile)));

    assertThat(Fragments.parsed(Fragments.htmlOf(graph)).getElementsByTagName("img").getLength())
        .isZero();
  }

  private static String html(RunTree tree) {
    return Fragments.htmlOf(RunView.render(tree, SampleRuns.at(9_000)));
  }

  private static RunTree tree(TaskRun... runs) {
    return new RunTree(
        SampleRuns.flow(
            "flow",
            Map.of(),
            State.running(SampleRuns.at(0), 1),
            State.completed(SampleRuns.at(9), 1)),
        List.of(runs),
        List.of(),
        List.of());
  }

  private static TaskRun task(String name, String... given) {
    return run(name, 1, List.of(given).stream().map(each -> each + "-1").toList());
  }

  private static TaskRun run(String name, int number, List<String> dependsOn) {
    TaskRun run = SampleRuns.completed(name, number, 1, 2);
    return new TaskRun(
        run.id(),
        name,
        "flow",
        number,
        5,
        "",
        run.createdAt(),
        null,
        dependsOn,
        null,
        run.history());
  }
}
