package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelProbeTest {

  @Test
  void a_program_that_is_not_there_is_named() {
    assertThatExceptionOfType(KernelProbe.Failure.class)
        .isThrownBy(() -> start("/nowhere/java", "{connection_file}"))
        .withMessageStartingWith("The kernel cannot be started: ")
        .withMessageContaining("/nowhere/java");
  }

  @Test
  void a_kernel_that_ends_by_itself_is_quoted() {
    assertThatExceptionOfType(KernelProbe.Failure.class)
        .isThrownBy(() -> start("sh", "-c", "echo out of order >&2; exit 3"))
        .withMessage("The kernel ended by itself, with exit code 3. It printed:\nout of order");
  }

  @Test
  void only_the_end_of_what_a_kernel_printed_is_quoted() {
    assertThatExceptionOfType(KernelProbe.Failure.class)
        .isThrownBy(
            () -> start("sh", "-c", "for i in 1 2 3 4 5 6 7 8 9; do echo a$i; echo b$i; done"))
        .withMessageContaining("It printed:\nb2\na3\n");
  }

  @Test
  void a_kernel_that_never_answers_is_given_up() {
    assertThatExceptionOfType(KernelProbe.Failure.class)
        .isThrownBy(() -> start(Duration.ofSeconds(1), "sh", "-c", "exec sleep 60"))
        .withMessageContaining("kernel_info did not come within 1 s");
  }

  private static void start(String... argv) throws Exception {
    start(Duration.ofMinutes(1), argv);
  }

  private static void start(Duration patience, String... argv) throws Exception {
    KernelProbe.start(new KernelSpec(List.of(argv), ""), patience).close();
  }
}
