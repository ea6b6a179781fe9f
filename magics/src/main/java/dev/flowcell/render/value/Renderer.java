package dev.flowcell.render.value;

import dev.flowcell.cell.MimeBundle;
import java.util.Optional;
import java.util.function.Function;

/** Shows values of one kind. Thread-safe. */
@FunctionalInterface
interface Renderer {

  /** The value in every form this renderer knows, or empty where it is of another kind. */
  Optional<MimeBundle> render(Object value);

  /** A renderer of everything that is of that type. */
  static <T> Renderer of(Class<T> type, Function<? super T, MimeBundle> forms) {
    return value ->
        type.isInstance(value) ? Optional.of(forms.apply(type.cast(value))) : Optional.empty();
  }
}
