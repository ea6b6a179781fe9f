package dev.flowcell.kernel.app;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The one cell by which a kernel shows that it works. */
record FirstCell(Duration patience) {

  /**
   * Starts a kernel, runs the cell and ends the kernel.
   *
   * @return from the start to the cell's end
   * @throws KernelProbe.Failure when it does not work; its message is a sentence for the user
   */
  Duration run(KernelSpec spec) throws IOException, KernelProbe.Failure {
    try (KernelProbe kernel = KernelProbe.start(spec, patience)) {
      Optional<String> value = kernel.execute("1 + 1");
      if (!value.equals(Optional.of("2"))) {
        throw new KernelProbe.Failure(
            "The kernel answers, but says that 1 + 1 is %s.".formatted(value.orElse("nothing")));
      }
      return kernel.age();
    }
  }
}
