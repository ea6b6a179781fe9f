package dev.flowcell.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.flowcell.flow.Flow;
import dev.flowcell.flow.FlowOptions;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.Task;
import dev.flowcell.flow.TaskOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionsTest {

  private final Definitions definitions = new Definitions();

  @Test
  void a_later_definition_of_the_same_signature_takes_the_name_and_the_older_keeps_its_number() {
    Task first = task("load", 1, "int");
    Task second = task("load", 2, "int");
    int one = definitions.define(first, null);
    int two = definitions.define(second, null);
    assertThat(definitions.tasks()).containsExactly(second);
    assertThat(definitions.byNumber(one)).isEqualTo(first);
    assertThat(definitions.byNumber(two)).isEqualTo(second);
  }

  @Test
  void overloads_are_tasks_of_their_own() {
    definitions.define(task("load", 1, "int"), null);
    definitions.define(task("load", 2, "String"), null);
    assertThat(definitions.tasks()).hasSize(2);
    assertThat(definitions.task("load").orElseThrow().cell()).isEqualTo(2);
  }

  @Test
  void what_is_only_prepared_does_not_replace_what_was_there() {
    Task good = task("load", 1);
    definitions.define(good, null);
    int number = definitions.prepare(task("load", 2), "load()", null);
    assertThat(definitions.task("load")).contains(good);
    definitions.accept(number);
    assertThat(definitions.task("load").orElseThrow().cell()).isEqualTo(2);
  }

  @Test
  void a_task_can_become_a_flow_and_be_forgotten() {
    definitions.define(task("load", 1), null);
    definitions.define(new Flow("load", List.of(), "", 2, FlowOptions.NONE), null);
    assertThat(definitions.tasks()).isEmpty();
    assertThat(definitions.flow("load")).isPresent();
    definitions.forget("load()");
    assertThat(definitions.flows()).isEmpty();
  }

  @Test
  void only_a_cell_task_has_a_body() throws Exception {
    int cellTask = definitions.define(task("load", 1), () -> 42);
    int method = definitions.define(task("clean", 1), null);
    assertThat(definitions.cellBody(cellTask).call()).isEqualTo(42);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> definitions.cellBody(method))
        .withMessageContaining("clean");
  }

  private static Task task(String name, int cell, String... types) {
    List<Parameter> parameters =
        List.of(types).stream().map(type -> new Parameter(type, "p")).toList();
    return new Task(name, parameters, "", cell, TaskOptions.NONE);
  }
}
