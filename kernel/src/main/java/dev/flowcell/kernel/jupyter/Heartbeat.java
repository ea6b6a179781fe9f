package dev.flowcell.kernel.jupyter;

import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Sends back whatever comes in, on a thread of its own, until the context is closed. A ROUTER and
 * not a REP, which would refuse to go on behind a beat that it could not answer.
 */
final class Heartbeat {

  private final ZMQ.Socket socket;

  Heartbeat(ZMQ.Context context) {
    socket = Channel.unbounded(context.socket(SocketType.ROUTER));
  }

  ZMQ.Socket socket() {
    return socket;
  }

  void start() {
    new LastingThread("jupyter-heartbeat", this::run).start();
  }

  private void run() {
    try (socket) {
      while (true) {
        beat();
      }
    } catch (ZMQException e) {
      // the context was closed: that is how it ends
    }
  }

  private void beat() {
    try {
      echo();
    } catch (VirtualMachineError e) {
      // a cell has filled the heap: this beat is missed, the next one need not be
    }
  }

  private void echo() {
    byte[] frame = socket.recv();
    while (socket.hasReceiveMore()) {
      socket.sendMore(frame);
      frame = socket.recv();
    }
    socket.send(frame);
  }
}
