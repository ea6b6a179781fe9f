package dev.flowcell.kernel.jupyter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * A socket and the one thread that touches it. The thread sleeps until the socket has a message or
 * somebody wants to send one; what is to be sent reaches it through a pair of sockets within the
 * process, since ZeroMQ's sockets may not be shared by threads.
 *
 * <p>{@link #send} and {@link #close} belong to a single other thread, the {@link Outbox}'s, which
 * is never interrupted: an interrupt would close the pair for good.
 */
final class Channel {

  private static final Logger LOGGER = Logger.getLogger(Channel.class.getName());

  /** How long a closing socket tries to send what is left, in milliseconds. */
  private static final int LINGER = 300;

  private final String name;
  private final ZMQ.Context context;
  private final ZMQ.Socket socket;
  private final ZMQ.Socket inlet;
  private final ZMQ.Socket outlet;
  private final Thread thread;
  private @Nullable Consumer<List<byte[]>> receiver;

  /** A channel on a socket that nobody else uses. */
  Channel(String name, ZMQ.Context context, ZMQ.Socket socket) {
    this.name = name;
    this.context = context;
    this.socket = unbounded(socket);
    outlet = unbounded(context.socket(SocketType.PAIR));
    outlet.bind("inproc://" + name);
    inlet = unbounded(context.socket(SocketType.PAIR));
    inlet.connect("inproc://" + name);
    thread = new Thread(this::run, "jupyter-" + name);
    thread.setDaemon(true);
  }

  /** Without a limit at which messages are dropped in silence. */
  static ZMQ.Socket unbounded(ZMQ.Socket socket) {
    socket.setHWM(0);
    socket.setLinger(LINGER);
    return socket;
  }

  ZMQ.Socket socket() {
    return socket;
  }

  String name() {
    return name;
  }

  /** Hands every whole multipart to the receiver, on the channel's thread. */
  void start(Consumer<List<byte[]>> receiver) {
    this.receiver = receiver;
    thread.start();
  }

  /** Sends a multipart; returns at once. */
  void send(List<byte[]> frames) {
    write(inlet, frames);
  }

  /** Closes the socket when everything before has been sent, and waits for that. */
  void close() throws InterruptedException {
    write(inlet, List.of(new byte[0]));
    thread.join();
    inlet.close();
  }

  /** Closes a channel that was never started. */
  void discard() {
    inlet.close();
    outlet.close();
    socket.close();
  }

  private void run() {
    try (socket;
        outlet;
        ZMQ.Poller poller = context.poller(2)) {
      int incoming = poller.register(socket, ZMQ.Poller.POLLIN);
      int outgoing = poller.register(outlet, ZMQ.Poller.POLLIN);
      boolean open = true;
      while (open) {
        try {
          poller.poll(-1);
          if (poller.pollin(incoming)) {
            receive();
          }
          open = !poller.pollin(outgoing) || forward();
        } catch (VirtualMachineError e) {
          // a cell has filled the heap: this message may be lost, the channel must not be
        }
      }
    }
  }

  private void receive() {
    List<byte[]> frames = read(socket);
    Consumer<List<byte[]>> to = receiver;
    if (frames.isEmpty() || to == null) {
      return;
    }
    try {
      to.accept(frames);
    } catch (Throwable e) {
      // whatever one message does, the next one is to be answered
      LOGGER.log(Level.FINE, e, () -> name + ": dropped a message");
    }
  }

  /** Sends all that waits; false when the channel is to close. */
  private boolean forward() {
    for (List<byte[]> frames = read(outlet); !frames.isEmpty(); frames = read(outlet)) {
      if (frames.get(0).length == 0) {
        return false;
      }
      write(socket, frames);
    }
    return true;
  }

  private static List<byte[]> read(ZMQ.Socket from) {
    List<byte[]> frames = new ArrayList<>();
    byte @Nullable [] frame = from.recv(ZMQ.DONTWAIT);
    while (frame != null) {
      frames.add(frame);
      frame = from.hasReceiveMore() ? from.recv() : null;
    }
    return frames;
  }

  private static void write(ZMQ.Socket to, List<byte[]> frames) {
    int last = frames.size() - 1;
    for (int i = 0; i < last; i++) {
      to.sendMore(frames.get(i));
    }
    to.send(frames.get(last));
  }
}
