package org.dflib.jjava.kernel;

import dev.flowcell.Session;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.kernel.jupyter.Json;
import java.nio.charset.StandardCharsets;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;

/** The streams and displays of the cell that runs. */
final class CellIO extends JupyterIO {

  CellIO(Session session) {
    super(StandardCharsets.UTF_8);
    setEnv(new Cell(session));
  }

  /** Takes what the library would send to the client. */
  private static final class Cell extends ShellReplyEnvironment {

    private final Session session;

    @SuppressWarnings("NullAway") // what sends is overridden
    Cell(Session session) {
      super(null, null, null, null);
      this.session = session;
    }

    @Override
    public <T extends ContentType<T>> void publish(T content) {
      if (content instanceof DisplayData data) {
        show(data, data instanceof PublishUpdateDisplayData);
      }
    }

    private void show(DisplayData data, boolean again) {
      CellOutput output = session.engine().output();
      MimeBundle bundle = Json.bundle(data);
      String id = data.getDisplayId();
      if (again) {
        output.update(id, bundle);
        return;
      }
      if (id != null) {
        session.cell().handOut(id);
      }
      output.display(bundle, id);
    }

    @Override
    public void writeToStdOut(String text) {
      session.engine().printed(CellOutput.Stream.STDOUT, text);
    }

    @Override
    public void writeToStdErr(String text) {
      session.engine().printed(CellOutput.Stream.STDERR, text);
    }
  }
}
