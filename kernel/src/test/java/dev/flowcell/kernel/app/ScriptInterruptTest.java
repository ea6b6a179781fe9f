package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt ends a script with all that it has started. */
class ScriptInterruptTest extends KernelCells {

  @TempDir private Path folder;

  ScriptInterruptTest() {
    super("java.util.*");
  }

  @Test
  @Timeout(30)
  void an_interrupt_ends_a_script_and_what_it_has_started() throws Exception {
    Path pid = folder.resolve("pid");
    Thread user = new Thread(() -> interruptWhen(pid));
    user.start();

    CellError error =
        failed(
            "%%%%sh\nsh -c 'echo $$ > %1$s.part; mv %1$s.part %1$s; sleep 1000'; true"
                .formatted(pid));

    assertThat(error).isEqualTo(CellError.interrupted());
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(child -> assertThat(child.onExit()).succeedsWithin(Duration.ofSeconds(10)));
    assertThat(value("1 + 1")).isEqualTo("2");
  }

  private void interruptWhen(Path file) {
    while (!Files.exists(file)) {
      Thread.onSpinWait();
    }
    notebook.interrupt();
  }
}
