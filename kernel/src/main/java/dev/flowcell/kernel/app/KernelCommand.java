package dev.flowcell.kernel.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flowcell kernel FILE}: what {@code kernel.json} starts. */
@Command(
    name = "kernel",
    description = "Runs the kernel that a Jupyter client connects to.",
    mixinStandardHelpOptions = true)
final class KernelCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "the connection file that the client wrote")
  private Path connectionFile;

  @Override
  public Integer call() {
    throw new UnsupportedOperationException("no kernel yet for " + connectionFile);
  }
}
