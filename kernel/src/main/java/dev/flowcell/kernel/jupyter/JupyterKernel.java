package dev.flowcell.kernel.jupyter;

import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.publish.PublishStatus;
import io.github.spencerpark.jupyter.messages.reply.InterruptReply;
import io.github.spencerpark.jupyter.messages.reply.ShutdownReply;
import io.github.spencerpark.jupyter.messages.request.InterruptRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A running kernel: the sockets that a connection file names, answered by a {@link Language}.
 *
 * <p>Each socket has a thread that sleeps until a message comes. What comes on shell is queued for
 * the cell thread and answered there in its order; what comes on control is answered at once, while
 * a cell runs too. All answers leave by the {@link Outbox}. Thread-safe.
 */
public final class JupyterKernel implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger(JupyterKernel.class.getName());

  private final Sockets sockets;
  private final Wire wire;
  private final Outbox outbox;
  private final Stdin stdin;
  private final Interrupts interrupts;
  private final Comms comms;
  private final Dispatch dispatch;
  private final ExecuteHandler execute;
  private final History history;
  private final ExecutorService cells =
      Executors.newSingleThreadExecutor(JupyterKernel::cellThread);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  private JupyterKernel(
      ConnectionFile file,
      Sockets sockets,
      Language language,
      KernelInfo info,
      SessionFiles sessions) {
    this.sockets = sockets;
    wire = new Wire(file.hmac(), Clock.systemUTC());
    outbox = new Outbox(wire, sockets.iopub());
    stdin = new Stdin(sockets.stdin(), outbox, wire);
    interrupts =
        new Interrupts(
            () -> {
              language.interrupt();
              stdin.interrupt();
            },
            CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS, Runnable::run));
    comms = new Comms(sockets.comms());
    dispatch = new Dispatch(outbox, wire);
    history = new History(sessions);
    execute = new ExecuteHandler(language, wire, outbox, stdin, interrupts, history);
    setHandlers(file, language, info);
  }

  /** The table of all that is answered: one line, one handler. */
  private void setHandlers(ConnectionFile file, Language language, KernelInfo info) {
    dispatch
        .on(MessageType.KERNEL_INFO_REQUEST, new KernelInfoHandler(info, wire))
        .on(MessageType.EXECUTE_REQUEST, execute)
        .on(MessageType.COMPLETE_REQUEST, new CompleteHandler(language))
        .on(MessageType.INSPECT_REQUEST, new InspectHandler(language))
        .on(MessageType.IS_COMPLETE_REQUEST, new IsCompleteHandler(language))
        .on(MessageType.HISTORY_REQUEST, history)
        .on(MessageType.INTERRUPT_REQUEST, this::interrupt)
        .on(
            MessageType.SHUTDOWN_REQUEST,
            request ->
                request.getContent().isRestart()
                    ? ShutdownReply.SHUTDOWN_AND_RESTART
                    : ShutdownReply.SHUTDOWN)
        .on("connect_request", new ConnectHandler(file.properties()))
        .on("debug_request", new DebugHandler());
    comms.register(dispatch);
  }

  /**
   * Binds the sockets that the connection file names and answers from then on. The kernel's threads
   * are daemons.
   *
   * @param sessions keeps the cells for a client's history
   * @throws IOException when the file can't be read, lacks something, or names a port in use; the
   *     message says which
   */
  public static JupyterKernel start(
      Path connectionFile, Language language, KernelInfo info, SessionFiles sessions)
      throws IOException {
    ConnectionFile file = ConnectionFile.read(connectionFile);
    JupyterKernel kernel = new JupyterKernel(file, Sockets.open(file), language, info, sessions);
    kernel.listen();
    return kernel;
  }

  private void listen() {
    sockets.comms().sendThrough(outbox::publish);
    outbox.start(this::closeSockets);
    outbox.publish(null, "status", PublishStatus.STARTING);
    sockets.heartbeat().start();
    sockets.iopub().start(this::subscription);
    start(sockets.stdin(), stdin::received);
    start(sockets.control(), this::control);
    start(sockets.shell(), this::queue);
  }

  private void start(Channel channel, Consumer<Request<?>> receiver) {
    channel.start(
        frames -> {
          try {
            receiver.accept(wire.read(frames, channel));
          } catch (BadMessageException e) {
            LOGGER.log(Level.FINE, e, () -> channel.name() + ": dropped a message");
          }
        });
  }

  private void subscription(List<byte[]> frames) {
    byte[] frame = frames.get(0);
    boolean subscribes = frame.length > 0 && frame[0] == 1;
    if (subscribes) {
      outbox.welcome(Arrays.copyOfRange(frame, 1, frame.length));
    }
  }

  private void control(Request<?> request) {
    if (request.type().equals("execute_request")) {
      queue(request);
    } else {
      answer(request);
    }
  }

  private void queue(Request<?> request) {
    cells.execute(() -> answer(request));
  }

  private void answer(Request<?> request) {
    dispatch.handle(request);
    if (request.type().equals("shutdown_request")) {
      close();
    }
  }

  private InterruptReply interrupt(Request<InterruptRequest> request) {
    interrupts.interrupt(request);
    return new InterruptReply();
  }

  private static Thread cellThread(Runnable work) {
    Thread thread = new Thread(work, "jupyter-cells");
    thread.setDaemon(true);
    return thread;
  }

  /** The comms between this kernel and its clients, and the targets that clients can open. */
  CommManager comms() {
    return comms;
  }

  /**
   * Waits until a client's shutdown request has been answered, or until {@link #close}; an
   * interrupt, which may come from a cell, does not end that. Afterwards nothing more is answered;
   * whoever started the kernel should end the process soon, cells that still run included.
   */
  public void awaitShutdown() {
    boolean waits = true;
    while (waits) {
      try {
        closed.await();
        waits = false;
      } catch (InterruptedException e) {
        // the client has not asked for it
      }
    }
  }

  /**
   * Stops the cell that runs, sends what is waiting and closes the sockets; returns at once, {@link
   * #awaitShutdown} tells when that is done. Does nothing the second time.
   */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      end();
    }
  }

  /**
   * Tells the client of the cell that runs that the process ends under it; for a shutdown hook.
   * Does nothing when the kernel was closed.
   */
  public void exited() {
    if (closing.compareAndSet(false, true)) {
      execute.exited();
      end();
      try {
        var unused = closed.await(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void end() {
    cells.shutdown();
    outbox.end();
    history.close();
    interrupts.stop();
  }

  private void closeSockets() {
    try {
      sockets.close();
    } catch (InterruptedException e) {
      LOGGER.log(Level.FINE, e, () -> "closed in a hurry");
    } finally {
      closed.countDown();
    }
  }
}
