package dev.flowcell.kernel.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Jupyter project's own tests for kernels. */
class ConformanceIT {

  @TempDir Path folder;

  @Test
  void jupyter_kernel_test_passes_and_skips_nothing_that_applies() {
    Jupyter.Ran ran = Jupyter.in(folder).script("conformance.py");
    assertThat(ran.exit()).as(ran.text()).isZero();
    assertThat(ran.err()).contains("OK");
  }
}
