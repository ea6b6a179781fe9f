package dev.flowcell.kernel.jupyter;

import io.github.spencerpark.jupyter.kernel.comm.Comm;
import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.comm.CommCloseCommand;
import io.github.spencerpark.jupyter.messages.comm.CommMsgCommand;

/** Sends back what it is told. */
final class EchoComm extends Comm {

  EchoComm(CommManager manager, String id, String target) {
    super(manager, id, target);
  }

  @Override
  protected void onMessage(Message<CommMsgCommand> message) {
    send(message.getContent().getData());
  }

  @Override
  protected void onClose(Message<CommCloseCommand> message, boolean sending) {}
}
