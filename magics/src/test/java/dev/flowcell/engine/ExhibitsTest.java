package dev.flowcell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.run.Artifact;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunEvent.ArtifactAdded;
import dev.flowcell.run.RunEvent.Logged;
import dev.flowcell.run.RunEvent.TaskRunChanged;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExhibitsTest {

  private final EngineFixture fixture = new EngineFixture();
  private final Engine engine = fixture.engine;

  @Test
  void what_a_task_shows_belongs_to_its_run_and_attempt() throws Exception {
    RetryPolicy once = RetryPolicy.NEVER.withRetries(1);
    int[] attempts = {0};
    engine.call(
        EngineFixture.flow("flow"),
        List.of(),
        () -> {
          assertThat(show("of the flow")).isTrue();
          return engine.call(
              EngineFixture.task("load", once),
              List.of(),
              () -> {
                assertThat(show("of the task")).isTrue();
                if (++attempts[0] == 1) {
                  throw new IllegalStateException("first");
                }
                return "";
              });
        });

    assertThat(artifacts())
        .extracting(Artifact::name)
        .containsExactly("of the flow", "of the task", "of the task");
    assertThat(artifacts()).extracting(Artifact::attempt).containsExactly(1, 1, 2);
    Artifact ofFlow = artifacts().get(0);
    assertThat(ofFlow.taskRunId()).isNull();
    assertThat(artifacts())
        .allMatch(each -> String.valueOf(ofFlow.flowRunId()).equals(each.flowRunId()));
    assertThat(artifacts().get(2).taskRunId()).isNotNull();
    assertThat(artifacts()).extracting(Artifact::id).doesNotHaveDuplicates();
  }

  @Test
  void outside_a_run_nothing_is_taken() {
    assertThat(show("nobody's")).isFalse();
    assertThat(engine.progress(0.5, "")).isFalse();
    assertThat(fixture.events).isEmpty();
  }

  @Test
  void of_many_steps_few_are_told_and_the_last_one_before_the_end() throws Exception {
    engine.call(
        EngineFixture.task("count"),
        List.of(),
        () -> {
          for (int i = 0; i < 1_000; i++) {
            engine.progress(i / 1_000.0, "step " + i);
          }
          fixture.timer.pass(Duration.ofMillis(250));
          engine.progress(1, "done");
          return "";
        });

    assertThat(artifacts())
        .extracting(Artifact::name)
        .containsExactly("step 0", "step 999", "done");
    assertThat(artifacts()).extracting(Artifact::id).containsOnly(artifacts().get(0).id());
    assertThat(fixture.events.get(fixture.events.size() - 1)).isInstanceOf(TaskRunChanged.class);
  }

  @Test
  void what_is_too_large_or_too_many_is_told_of_in_the_log_and_fails_nothing() throws Exception {
    engine.call(
        EngineFixture.task("show"),
        List.of(),
        () -> {
          engine.exhibit(Artifact.Kind.IMAGE, "map", Map.of(Artifact.PNG, "x".repeat(2_000_001)));
          for (int i = 0; i < 200; i++) {
            show("number " + i);
          }
          return "";
        });

    assertThat(artifacts()).hasSize(100);
    assertThat(of(Logged.class).map(Logged::line).map(LogLine::message))
        .satisfiesExactly(
            tooLarge -> assertThat(tooLarge).startsWith("the image 'map' is not kept: 2000001"),
            tooMany -> assertThat(tooMany).startsWith("the table 'number 100' is not kept"));
  }

  private boolean show(String name) {
    return engine.exhibit(Artifact.Kind.TABLE, name, Map.of(Artifact.TEXT, "a table"));
  }

  private List<Artifact> artifacts() {
    return of(ArtifactAdded.class).map(ArtifactAdded::artifact).toList();
  }

  private <E extends RunEvent> Stream<E> of(Class<E> kind) {
    return fixture.events.stream().filter(kind::isInstance).map(kind::cast);
  }
}
