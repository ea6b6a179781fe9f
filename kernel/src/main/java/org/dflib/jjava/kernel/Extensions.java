package org.dflib.jjava.kernel;

import dev.flowcell.Flowcell;
import dev.flowcell.Session;
import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellOutput;
import java.time.Duration;
import java.util.Deque;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** What libraries bring for the kernel: each is installed once, as they are found. Thread-safe. */
final class Extensions {

  /** How long the end of a session waits for them. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** So far the causes of a failure are followed, which may lead in a circle. */
  private static final int DEEPEST = 50;

  /** What an extension's own cells call is JJava's from then on, and IJava's no more. */
  private static final String IMPORT =
      "import static org.dflib.jjava.kernel.JavaNotebookStatics.getKernelInstance;";

  private final BaseKernel kernel;
  private final Session session;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final Deque<Extension> installed = new ConcurrentLinkedDeque<>();

  Extensions(BaseKernel kernel, Session session) {
    this.kernel = kernel;
    this.session = session;
  }

  /** Installs those that are new; one that throws is left out, and the cell says so. */
  void install(ClassLoader libraries) {
    Iterator<Provider<Extension>> found =
        ServiceLoader.load(Extension.class, libraries).stream().iterator();
    while (true) {
      try {
        if (!found.hasNext()) {
          return;
        }
        install(found.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        String said = String.valueOf(e.getMessage());
        if (broken.add(said)) {
          note("an extension is left out: " + said);
        }
      }
    }
  }

  private void install(Provider<Extension> found) {
    String name = found.type().getName();
    boolean first = seen.isEmpty();
    if (!seen.add(name)) {
      return;
    }
    try {
      if (first) {
        var unused = Flowcell.eval(IMPORT);
      }
      Extension extension = found.get();
      extension.install(kernel);
      installed.push(extension);
    } catch (CellInterruptedError e) {
      throw e;
    } catch (Throwable e) {
      leaveOut(name, e);
    }
  }

  private void leaveOut(String name, Throwable thrown) {
    Throwable reason = thrown;
    for (int depth = 0; depth < DEEPEST && reason.getCause() != null; depth++) {
      reason = reason.getCause();
    }
    CellError error = session.evaluator().describe(reason);
    note("the extension %s is left out: %s: %s".formatted(name, error.name(), error.message()));
  }

  private void note(String text) {
    session.engine().output().print(CellOutput.Stream.STDERR, text + "\n");
  }

  /** Uninstalls them, the last one first; one that takes long is not waited for. */
  void uninstall() {
    if (installed.isEmpty()) {
      return;
    }
    Thread thread = new Thread(() -> installed.forEach(this::uninstall), "flowcell-uninstall");
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void uninstall(Extension extension) {
    try {
      extension.uninstall(kernel);
    } catch (Throwable e) {
      // the session ends, and no cell is left that could say it
    }
  }
}
