package dev.flowcell.kernel.java.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import java.time.Duration;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis.QualifiedNames;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TypeIndexTest {

  private final JShell shell =
      JShell.builder().executionEngine(new LocalExecutionControlProvider(), Map.of()).build();
  private final TypeIndex index = new TypeIndex(shell);

  @AfterEach
  void close() {
    index.ask(); // all of this JVM's sessions share the thread that makes it
    shell.close();
  }

  @Test
  void what_is_on_the_class_path_is_proposed_once_it_has_been_asked_for() {
    index.hold();
    assertThat(proposed().isUpToDate()).isFalse();

    index.ask();

    while (!proposed().isUpToDate() && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    assertThat(proposed().getNames()).contains("javax.swing.JTable");
  }

  @Test
  void what_has_been_asked_for_is_not_held_any_more() {
    index.hold();
    assertThat(index.isHeld()).isTrue();
    index.ask();

    index.hold();

    assertThat(index.isHeld()).isFalse();
  }

  @Test
  void it_waits_for_the_first_cell() throws InterruptedException {
    try (Cells cells = new Cells()) {
      cells.evaluator.warmUp();
      assertThat(cells.types().isHeld()).isTrue();

      cells.run("1 + 1");
      cells.evaluator.rest(Duration.ofMinutes(2));

      assertThat(cells.types().isHeld()).isFalse();
    }
  }

  @Test
  void an_error_of_the_first_cell_tells_the_import_that_is_missing() {
    try (Cells cells = new Cells()) {
      assertThat(cells.error("Opcodes codes = null;").traceback())
          .anyMatch(line -> line.contains("import org.objectweb.asm.Opcodes;"));
    }
  }

  @Test
  void it_does_not_wait_where_somebody_asks_or_where_no_cell_comes() throws InterruptedException {
    try (Cells asked = new Cells();
        Cells left = new Cells()) {
      asked.evaluator.warmUp();
      asked.evaluator.complete("\"\".", 3);
      left.evaluator.warmUp();
      left.evaluator.rest(Duration.ZERO);

      assertThat(asked.types().isHeld()).isFalse();
      assertThat(left.types().isHeld()).isFalse();
    }
  }

  private QualifiedNames proposed() {
    return shell.sourceCodeAnalysis().listQualifiedNames("JTable", "JTable".length());
  }
}
