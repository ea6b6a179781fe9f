package dev.flowcell.kernel.jupyter;

import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import java.util.Map;

/** Says which ports the kernel listens on. */
final class ConnectHandler implements Handler<Object> {

  private final KernelConnectionProperties ports;

  ConnectHandler(KernelConnectionProperties ports) {
    this.ports = ports;
  }

  @Override
  public Map<String, Integer> handle(Request<Object> request) {
    return Map.of(
        "shell_port", ports.getShellPort(),
        "control_port", ports.getControlPort(),
        "stdin_port", ports.getStdinPort(),
        "iopub_port", ports.getIopubPort(),
        "hb_port", ports.getHbPort());
  }
}
