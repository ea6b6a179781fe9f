package dev.flowcell.render.value;

import dev.flowcell.cell.MimeBundle;
import java.util.Optional;
import java.util.function.Function;

/**
 * Shows values of one kind. Thread-safe.
 *
 * <p>A library brings its own by {@link java.util.ServiceLoader}: a public class without arguments,
 * named in {@code META-INF/services/dev.flowcell.render.value.Renderer}. It is asked before
 * Flowcell's own, from the moment its jar is on the class path of the cells; one that throws is
 * left out.
 */
@FunctionalInterface
public interface Renderer {

  /** The value in every form this renderer knows, or empty where it is of another kind. */
  Optional<MimeBundle> render(Object value);

  /** A renderer of everything that is of that type. */
  static <T> Renderer of(Class<T> type, Function<? super T, MimeBundle> forms) {
    return value ->
        type.isInstance(value) ? Optional.of(forms.apply(type.cast(value))) : Optional.empty();
  }
}
