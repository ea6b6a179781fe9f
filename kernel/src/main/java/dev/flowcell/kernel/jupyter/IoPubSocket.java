package dev.flowcell.kernel.jupyter;

import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Message;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * The socket that publishes. Unlike the library's it hears who subscribes, so that each subscriber
 * can be welcomed (JEP 65), and what the library's comm manager sends through it, from any thread,
 * takes the way of everything else.
 */
final class IoPubSocket extends JupyterSocket {

  private volatile Consumer<Message<?>> sender = message -> {};

  IoPubSocket(ZMQ.Context context, HMACGenerator hmac) {
    super(context, SocketType.XPUB, hmac, Logger.getLogger(IoPubSocket.class.getName()));
    setXpubVerbose(true);
  }

  /** From now on the library's messages go this way. */
  void sendThrough(Consumer<Message<?>> sender) {
    this.sender = sender;
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the sender is thread-safe
  public void sendMessage(Message<?> message) {
    sender.accept(message);
  }

  @Override
  public void bind(KernelConnectionProperties ports) {
    throw new UnsupportedOperationException("bound by its address");
  }
}
