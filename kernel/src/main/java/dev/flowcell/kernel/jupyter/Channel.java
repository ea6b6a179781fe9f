package dev.flowcell.kernel.jupyter;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.msg.MsgAllocator;
import zmq.msg.MsgAllocatorThreshold;

/**
 * A socket and the one thread that touches it, since ZeroMQ's sockets may not be shared by threads.
 * The thread sleeps until the socket has a message or somebody wants to send one.
 *
 * <p>{@link #send} and {@link #close} are for any thread, an interrupted one too: to wake a
 * selector, unlike to write to a socket or a pipe, closes nothing when its thread is interrupted.
 */
final class Channel {

  private static final Logger LOGGER = Logger.getLogger(Channel.class.getName());

  /** How long a closing socket tries to send what is left, in milliseconds. */
  private static final int LINGER = 300;

  private static final MsgAllocator ROOM = new MsgAllocatorThreshold();

  private final String name;
  private final ZMQ.Socket socket;
  private final Selector selector;
  private final Queue<List<byte[]>> leaving = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean ending;
  private @Nullable Consumer<List<byte[]>> receiver;

  /** A channel on a socket that nobody else uses. */
  Channel(String name, ZMQ.Socket socket) throws IOException {
    this.name = name;
    this.socket = unbounded(socket);
    selector = Selector.open();
    socket.getFD().register(selector, SelectionKey.OP_READ);
    thread = new LastingThread("jupyter-" + name, this::run);
  }

  /** Without a limit at which messages are dropped in silence. */
  static ZMQ.Socket unbounded(ZMQ.Socket socket) {
    socket.setHWM(0);
    socket.setLinger(LINGER);
    socket.setMsgAllocator(Channel::room);
    return socket;
  }

  /**
   * For a frame that comes in. What is no client may announce a length that is negative or does not
   * fit; an exception here would leave ZeroMQ's thread asleep for every connection, an empty frame
   * spoils only the one it came by.
   */
  private static Msg room(int size) {
    try {
      return ROOM.allocate(Math.max(0, size));
    } catch (OutOfMemoryError e) {
      return new Msg();
    }
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
    leaving.add(frames);
    selector.wakeup();
  }

  /** Closes the socket when everything before has been sent, and waits for that. */
  void close() throws InterruptedException {
    ending = true;
    selector.wakeup();
    thread.join();
  }

  /** Closes a channel that was never started. */
  void discard() throws IOException {
    selector.close();
    socket.close();
  }

  private void run() {
    try (socket;
        selector) {
      while (!ending || !leaving.isEmpty()) {
        try {
          turn();
        } catch (VirtualMachineError e) {
          // a cell has filled the heap: this message may be lost, the channel must not be
        }
      }
    } catch (IOException e) {
      LOGGER.log(Level.SEVERE, e, () -> name + ": ended");
    }
  }

  /**
   * One message each way, or the wait for one. What wakes the selector is not a message but news of
   * the socket, and a send takes such news in, too: so there is nothing to wait for only when the
   * socket has been asked in vain behind the last send.
   */
  private void turn() throws IOException {
    boolean sent = forward();
    boolean received = receive();
    if (!sent && !received) {
      selector.select(news -> {});
    }
  }

  private boolean receive() {
    List<byte[]> frames = read();
    Consumer<List<byte[]>> to = receiver;
    if (frames.isEmpty() || to == null) {
      return false;
    }
    try {
      to.accept(frames);
    } catch (Throwable e) {
      // whatever one message does, the next one is to be answered
      LOGGER.log(Level.FINE, e, () -> name + ": dropped a message");
    }
    return true;
  }

  private boolean forward() {
    List<byte[]> frames = leaving.poll();
    if (frames == null) {
      return false;
    }
    int last = frames.size() - 1;
    for (int i = 0; i < last; i++) {
      socket.sendMore(frames.get(i));
    }
    socket.send(frames.get(last));
    return true;
  }

  private List<byte[]> read() {
    List<byte[]> frames = new ArrayList<>();
    byte @Nullable [] frame = socket.recv(ZMQ.DONTWAIT);
    while (frame != null) {
      frames.add(frame);
      frame = socket.hasReceiveMore() ? socket.recv() : null;
    }
    return frames;
  }
}
