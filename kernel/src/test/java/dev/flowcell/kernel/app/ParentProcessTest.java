package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ParentProcessTest {

  private static final ProcessHandle SELF = ProcessHandle.current();
  private static final Optional<ProcessHandle> INIT = ProcessHandle.of(1);

  @Test
  void a_kernel_that_jupyter_started_watches_the_process_above_it() {
    Map<String, String> environment = Map.of("JPY_PARENT_PID", "77");

    assertThat(ParentProcess.of(environment, Optional.of(SELF)))
        .contains(new ParentProcess(Optional.of(SELF)));
  }

  @Test
  void one_whose_client_died_while_it_started_does_not_stay() {
    assumeTrue(INIT.isPresent(), "there is a process 1");
    String own = String.valueOf(SELF.pid());

    assertThat(ParentProcess.of(Map.of("JPY_PARENT_PID", String.valueOf(Long.MAX_VALUE)), INIT))
        .contains(new ParentProcess(Optional.empty()));
    assertThat(ParentProcess.of(Map.of("JPY_PARENT_PID", own), INIT))
        .contains(new ParentProcess(ProcessHandle.of(SELF.pid())));
  }

  @Test
  void one_whose_client_is_the_first_process_of_a_container_stays() {
    assertThat(ParentProcess.of(Map.of("JPY_PARENT_PID", "1"), INIT)).isEmpty();
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

    new ParentProcess(Optional.of(parent.toHandle())).whenGone(told::countDown);
    parent.waitFor();

    told.await();
  }

  @Test
  @Timeout(30)
  void so_is_an_end_that_was_before() throws Exception {
    CountDownLatch told = new CountDownLatch(1);

    new ParentProcess(Optional.empty()).whenGone(told::countDown);

    told.await();
  }
}
