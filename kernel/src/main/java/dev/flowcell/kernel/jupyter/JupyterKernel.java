package dev.flowcell.kernel.jupyter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A running kernel: the sockets a connection file names, answered by a {@link Language}. */
public final class JupyterKernel implements AutoCloseable {

  private final CountDownLatch gone = new CountDownLatch(1);

  private JupyterKernel() {}

  /**
   * Binds the sockets that the connection file names and answers from then on. The kernel's threads
   * are daemons.
   *
   * @throws IOException when the file can't be read, lacks something, or names a port in use; the
   *     message says which
   */
  public static JupyterKernel start(Path connectionFile, Language language, KernelInfo info)
      throws IOException {
    throw new IOException("not built yet");
  }

  /**
   * Waits until a client's shutdown request has been answered, or until {@link #close}. Afterwards
   * nothing more is answered; whoever started the kernel should end the process soon, cells that
   * still run included.
   */
  public void awaitShutdown() throws InterruptedException {
    gone.await();
  }

  /** Sends what is waiting, then closes the sockets; does nothing the second time. */
  @Override
  public void close() {
    gone.countDown();
  }
}
