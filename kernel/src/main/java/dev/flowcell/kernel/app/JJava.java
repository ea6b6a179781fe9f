package dev.flowcell.kernel.app;

import dev.flowcell.Session;
import dev.flowcell.kernel.java.JavaEvaluator;
import dev.flowcell.magic.CellRunner;
import org.dflib.jjava.kernel.JavaKernel;
import org.jspecify.annotations.Nullable;

/**
 * JJava's kernel, from when a cell first names it or a library brings an extension for it. Before
 * that not one of its classes is loaded. Thread-safe.
 */
final class JJava implements AutoCloseable {

  private static final String NAMES = "org.dflib.jjava.";

  private static final String EXTENSIONS = "META-INF/services/org.dflib.jjava.jupyter.Extension";

  private final Session session;
  private final CellRunner cells;
  private @Nullable JavaKernel kernel;

  private JJava(Session session, CellRunner cells) {
    this.session = session;
    this.cells = cells;
  }

  /** Opens it in that session as soon as somebody asks for it. */
  static JJava await(Session session, JavaEvaluator java, CellRunner cells) {
    JJava jjava = new JJava(session, cells);
    java.beforeFirstUse(NAMES, () -> jjava.open());
    java.whenLibrariesCome(jjava::look);
    return jjava;
  }

  private synchronized JavaKernel open() {
    JavaKernel open = kernel;
    if (open == null) {
      open = JavaKernel.open(session, cells, Version.current());
      kernel = open;
    }
    return open;
  }

  private void look(ClassLoader libraries) {
    if (libraries.getResource(EXTENSIONS) != null) {
      open().install(libraries);
    }
  }

  @Override
  public synchronized void close() {
    if (kernel != null) {
      kernel.close();
      kernel = null;
    }
  }
}
