package dev.flowcell.render.value;

import dev.flowcell.cell.MimeBundle;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The renderers that libraries on the class path of the cells bring. Thread-safe. */
final class FoundRenderers {

  private static final Logger LOG = LoggerFactory.getLogger("flowcell.renderers");

  private final Set<String> failed = new HashSet<>();
  private List<Renderer> renderers = List.of();
  private @Nullable ClassLoader loader;
  private int size = -1;

  /** What the first of them that knows the value shows; one that throws is skipped, said once. */
  Optional<MimeBundle> render(Object value) {
    for (Renderer renderer : renderers()) {
      try {
        Optional<MimeBundle> forms = renderer.render(value);
        if (forms.isPresent()) {
          return forms;
        }
      } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
        skip(renderer.getClass().getName(), e);
      }
    }
    return Optional.empty();
  }

  private synchronized void skip(String name, Throwable thrown) {
    if (failed.add(name)) {
      LOG.warn("the renderer {} is left out, it threw {}", name, thrown.toString());
    }
  }

  /** Looks again when the calling thread's class path has grown. */
  private synchronized List<Renderer> renderers() {
    ClassLoader now = Thread.currentThread().getContextClassLoader();
    int sizeNow = now instanceof URLClassLoader urls ? urls.getURLs().length : 0;
    if (now != loader || sizeNow != size) {
      loader = now;
      size = sizeNow;
      renderers = find(now);
    }
    return renderers;
  }

  private List<Renderer> find(@Nullable ClassLoader where) {
    List<Renderer> all = new ArrayList<>();
    Iterator<Renderer> services = ServiceLoader.load(Renderer.class, where).iterator();
    while (true) {
      try {
        if (!services.hasNext()) {
          return all;
        }
        all.add(services.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        String said = String.valueOf(e.getMessage());
        skip(said, e);
      }
    }
  }
}
