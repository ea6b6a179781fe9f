package org.dflib.jjava.kernel;

import dev.flowcell.Flowcell;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.kernel.jupyter.Json;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderFunction;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Shows the types that were registered here, and leaves all others to Flowcell. */
final class KnownTypes extends Renderer {

  private final Set<Class<?>> types = new CopyOnWriteArraySet<>();

  /** Forgets which types it knows: those that every kernel of the library registers. */
  void forget() {
    types.clear();
  }

  /** The forms of a value that is shown here; empty for others. */
  Optional<MimeBundle> forms(Object value) {
    if (value instanceof DisplayData data) {
      return Optional.of(Json.bundle(data));
    }
    return knows(value) ? Optional.of(Json.bundle(render(value))) : Optional.empty();
  }

  private boolean knows(Object value) {
    return value instanceof DisplayDataRenderable
        || types.stream().anyMatch(type -> type.isInstance(value));
  }

  @Override
  public synchronized <T> void register(
      Set<MIMEType> supported,
      Set<MIMEType> preferred,
      Set<Class<? extends T>> types,
      RenderFunction<T> function) {
    super.register(supported, preferred, types, function);
    this.types.addAll(types);
  }

  @Override
  public DisplayData render(Object value, Map<String, Object> parameters) {
    return knows(value) ? super.render(value, parameters) : Forms.data(Flowcell.render(value));
  }

  @Override
  public DisplayData renderAs(Object value, Map<String, Object> parameters, String... types) {
    return knows(value)
        ? super.renderAs(value, parameters, types)
        : Forms.data(Flowcell.render(value, types));
  }
}
