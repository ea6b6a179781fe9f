package dev.flowcell.kernel.jupyter;

import io.github.spencerpark.jupyter.channels.DefaultReplyEnvironment;
import io.github.spencerpark.jupyter.channels.ReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.comm.Comm;
import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.reply.CommInfoReply;
import io.github.spencerpark.jupyter.messages.request.CommInfoRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The library's comm manager as handlers of the dispatch, which says busy and idle itself. Its maps
 * are made fit for several threads, since cells open comms too.
 */
final class Comms extends CommManager {

  private final IoPubSocket socket;

  Comms(IoPubSocket socket) {
    this.socket = socket;
    targets = new ConcurrentHashMap<>();
    comms = new ConcurrentHashMap<>();
    setIOPubChannel(socket);
  }

  /** Sets the handlers of all comm messages. */
  void register(Dispatch dispatch) {
    dispatch.on(MessageType.COMM_INFO_REQUEST, this::info);
    dispatch.on(
        MessageType.COMM_OPEN_COMMAND,
        request -> without(() -> handleCommOpenCommand(environment(request), request)));
    dispatch.on(
        MessageType.COMM_MSG_COMMAND,
        request -> without(() -> handleCommMsgCommand(environment(request), request)));
    dispatch.on(
        MessageType.COMM_CLOSE_COMMAND,
        request -> without(() -> handleCommCloseCommand(environment(request), request)));
  }

  private static @Nullable Object without(Runnable reply) {
    reply.run();
    return null;
  }

  private ReplyEnvironment environment(Request<?> request) {
    setMessageContext(request);
    return new DefaultReplyEnvironment(socket, socket, request) {
      @Override
      public void setBusyDeferIdle() {
        // the dispatch has said so
      }
    };
  }

  private CommInfoReply info(Request<CommInfoRequest> request) {
    String target = request.getContent().getTargetName();
    Map<String, CommInfoReply.CommInfo> open = new LinkedHashMap<>();
    for (Comm comm : this) {
      if (target == null || target.equals(comm.getTargetName())) {
        open.put(comm.getID(), new CommInfoReply.CommInfo(comm.getTargetName()));
      }
    }
    return new CommInfoReply(open);
  }
}
