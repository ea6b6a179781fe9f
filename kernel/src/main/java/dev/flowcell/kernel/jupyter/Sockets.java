package dev.flowcell.kernel.jupyter;

import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import java.io.IOException;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * The five sockets of a kernel, bound where its connection file says.
 *
 * @param comms the library's view of iopub, for its comm manager
 */
record Sockets(
    ZMQ.Context context,
    Heartbeat heartbeat,
    Channel shell,
    Channel control,
    Channel stdin,
    Channel iopub,
    IoPubSocket comms) {

  /**
   * Opens and binds all of them; none is read yet.
   *
   * @throws IOException when a port can't be had; the message says which
   */
  static Sockets open(ConnectionFile file) throws IOException {
    ZMQ.Context context = ZMQ.context(1);
    context.setThreadFactor(Sockets::lastingThread);
    IoPubSocket comms = new IoPubSocket(context, file.hmac());
    Sockets sockets =
        new Sockets(
            context,
            new Heartbeat(context),
            new Channel("shell", context.socket(SocketType.ROUTER)),
            new Channel("control", context.socket(SocketType.ROUTER)),
            new Channel("stdin", context.socket(SocketType.ROUTER)),
            new Channel("iopub", comms),
            comms);
    try {
      sockets.bind(file);
    } catch (IOException e) {
      sockets.discard();
      throw e;
    }
    return sockets;
  }

  /** One of ZeroMQ's own threads, whose loops can be entered again. */
  static Thread lastingThread(Runnable loop, String name) {
    return new LastingThread(name, () -> runToItsEnd(loop));
  }

  private static void runToItsEnd(Runnable loop) {
    boolean ended = false;
    while (!ended) {
      try {
        loop.run();
        ended = true;
      } catch (VirtualMachineError e) {
        // a cell has filled the heap: a message may be lost, the connections must not be
      }
    }
  }

  private void bind(ConnectionFile file) throws IOException {
    KernelConnectionProperties ports = file.properties();
    bind(file, heartbeat.socket(), "hb_port", ports.getHbPort());
    bind(file, control.socket(), "control_port", ports.getControlPort());
    bind(file, stdin.socket(), "stdin_port", ports.getStdinPort());
    bind(file, iopub.socket(), "iopub_port", ports.getIopubPort());
    // last: a client takes an answer here for a kernel that is ready
    bind(file, shell.socket(), "shell_port", ports.getShellPort());
  }

  private static void bind(ConnectionFile file, ZMQ.Socket socket, String name, int port)
      throws IOException {
    String address = file.address(port);
    try {
      socket.bind(address);
    } catch (ZMQException | IllegalArgumentException e) {
      throw new IOException(
          ("The kernel can't listen on %s (%s of %s): %s. If another program uses the port, let the"
                  + " client start the kernel again, with other ports.")
              .formatted(address, name, file.path(), reason(e)),
          e);
    }
  }

  private static String reason(RuntimeException refused) {
    return refused instanceof ZMQException zmq
            && zmq.getErrorCode() == ZMQ.Error.EADDRINUSE.getCode()
        ? "the port is in use"
        : String.valueOf(refused.getMessage());
  }

  private void discard() throws IOException {
    heartbeat.socket().close();
    for (Channel channel : channels()) {
      channel.discard();
    }
    context.close();
  }

  /** Sends what is left and closes everything; only from the thread that sends. */
  void close() throws InterruptedException {
    for (Channel channel : channels()) {
      channel.close();
    }
    context.close();
  }

  private List<Channel> channels() {
    return List.of(shell, control, stdin, iopub);
  }
}
