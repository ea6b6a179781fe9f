package dev.flowcell.render.value;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.render.PlainText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Turns any value into what a notebook shows: the first renderer of a library or of the table that
 * knows it, else its text. Thread-safe.
 */
public final class Renderers {

  private final List<Renderer> renderers;
  private final Options options;
  private final List<Renderer> added = new CopyOnWriteArrayList<>();
  private final FoundRenderers found = new FoundRenderers();

  Renderers(List<Renderer> renderers) {
    this(renderers, new Options());
  }

  private Renderers(List<Renderer> renderers, Options options) {
    this.renderers = List.copyOf(renderers);
    this.options = options;
  }

  /** Those of {@link StandardRenderers}. */
  public static Renderers standard() {
    Options options = new Options();
    return new Renderers(StandardRenderers.all(options), options);
  }

  /** How much they show. */
  public Options options() {
    return options;
  }

  /** Asks this renderer before all others, from now on. */
  public void add(Renderer renderer) {
    added.add(0, renderer);
  }

  /**
   * The value in the forms a notebook shows. Never throws for what the value's own code does: a
   * value that cannot be shown is a text that says so.
   */
  public MimeBundle render(@Nullable Object value) {
    if (value == null) {
      return MimeBundle.text("null");
    }
    try {
      Optional<MimeBundle> first = first(added, value).or(() -> found.render(value));
      return first
          .or(() -> first(renderers, value))
          .orElseGet(() -> MimeBundle.text(PlainText.of(value)));
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      return MimeBundle.text(PlainText.unshowable(value, e));
    }
  }

  private static Optional<MimeBundle> first(List<Renderer> renderers, Object value) {
    for (Renderer renderer : renderers) {
      Optional<MimeBundle> forms = renderer.render(value);
      if (forms.isPresent()) {
        return forms;
      }
    }
    return Optional.empty();
  }
}
