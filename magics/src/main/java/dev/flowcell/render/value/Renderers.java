package dev.flowcell.render.value;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.render.PlainText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns any value into what a notebook shows: the first renderer of a library or of the table that
 * knows it, else its text. Thread-safe.
 */
public final class Renderers {

  private final List<Renderer> renderers;
  private final FoundRenderers found = new FoundRenderers();

  Renderers(List<Renderer> renderers) {
    this.renderers = List.copyOf(renderers);
  }

  /** Those of {@link StandardRenderers}. */
  public static Renderers standard() {
    return new Renderers(StandardRenderers.ALL);
  }

  /**
   * The value in the forms a notebook shows. Never throws for what the value's own code does: a
   * value that cannot be shown is a text that says so.
   */
  public MimeBundle render(@Nullable Object value) {
    if (value == null) {
      return MimeBundle.text("null");
    }
    Optional<MimeBundle> ofLibrary = found.render(value);
    if (ofLibrary.isPresent()) {
      return ofLibrary.get();
    }
    try {
      for (Renderer renderer : renderers) {
        Optional<MimeBundle> forms = renderer.render(value);
        if (forms.isPresent()) {
          return forms.get();
        }
      }
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      return MimeBundle.text(PlainText.unshowable(value, e));
    }
    return MimeBundle.text(PlainText.of(value));
  }
}
