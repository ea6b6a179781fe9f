package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ParentProcessTest {

  @Test
  void a_kernel_that_jupyter_started_watches_the_process_above_it() {
    assertThat(ParentProcess.of(Map.of("JPY_PARENT_PID", "77")).map(p -> p.process().pid()))
        .isEqualTo(
            ProcessHandle.current().parent().map(ProcessHandle::pid).filter(pid -> pid != 1));
  }

  @Test
  void a_kernel_that_somebody_started_by_hand_outlives_them() {
    assertThat(ParentProcess.of(Map.of())).isEmpty();
  }

  @Test
  @Timeout(30)
  void the_end_of_the_parent_is_told() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process parent = new ProcessBuilder(java.toString(), "-version").start();
    CountDownLatch told = new CountDownLatch(1);

    new ParentProcess(parent.toHandle()).whenGone(told::countDown);
    parent.waitFor();

    told.await();
  }
}
