package io.github.spencerpark.ijava;

import dev.flowcell.Flowcell;
import dev.flowcell.Session;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.kernel.jupyter.Json;
import dev.flowcell.magic.CellRunner;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.DisplayDataRenderable;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/** The kernel as notebooks of IJava ask it for its renderer and its magics. Thread-safe. */
public final class JavaKernel {

  private final Session session;
  private final KnownTypes renderer = new KnownTypes();
  private final Magics magics;

  /** Leads to that session: what is registered here counts there. */
  public JavaKernel(Session session, CellRunner cells) {
    this.session = session;
    magics = new Registry(cells);
    session.renderers().add(this::rendered);
  }

  /** Shows the types that a notebook registers with it. */
  public Renderer getRenderer() {
    return renderer;
  }

  /** Takes magics of a notebook's own. */
  public Magics getMagics() {
    return magics;
  }

  /** What the value of a cell's text is shown by; null where it has none. */
  public @Nullable DisplayData eval(String cell) {
    Object value = Flowcell.eval(cell);
    return value == null ? null : data(session.renderers().render(value));
  }

  /** The value of a cell's text. */
  public @Nullable Object evalRaw(String cell) {
    return Flowcell.eval(cell);
  }

  /** Shows what was rendered. */
  public void display(DisplayData data) {
    Flowcell.display(data);
  }

  /** Makes a jar or a folder of classes visible to the cells that follow. */
  public void addToClasspath(String path) {
    session.evaluator().addToClasspath(List.of(Path.of(path)));
  }

  private Optional<MimeBundle> rendered(Object value) {
    if (value instanceof DisplayData data) {
      return Optional.of(Json.bundle(data));
    }
    return renderer.knows(value)
        ? Optional.of(Json.bundle(renderer.render(value)))
        : Optional.empty();
  }

  /** A bundle as IJava has it. */
  public static DisplayData data(MimeBundle bundle) {
    DisplayData data = new DisplayData();
    bundle.data().forEach((type, form) -> data.putData(type, form));
    bundle.metadata().forEach((key, value) -> data.putMetaData(key, value));
    return data;
  }

  /** Knows which types were registered, and shows nothing else. */
  private static final class KnownTypes extends Renderer {

    private final Set<Class<?>> types = new CopyOnWriteArraySet<>();

    boolean knows(Object value) {
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
  }

  /** Hands on what is registered. */
  private static final class Registry extends Magics {

    private final CellRunner cells;

    Registry(CellRunner cells) {
      this.cells = cells;
    }

    @Override
    public void registerLineMagic(String name, LineMagicFunction<?> magic) {
      cells.addLineMagic(name, (words, text) -> magic.execute(words));
    }

    @Override
    public void registerCellMagic(String name, CellMagicFunction<?> magic) {
      cells.addCellMagic(name, magic::execute);
    }

    @Override
    public <T extends LineMagicFunction<?> & CellMagicFunction<?>> void registerLineCellMagic(
        String name, T magic) {
      registerLineMagic(name, magic);
      registerCellMagic(name, magic);
    }

    @Override
    public <T extends @Nullable Object> T applyLineMagic(String name, List<String> args) {
      return Flowcell.lineMagic(name, args);
    }

    @Override
    public <T extends @Nullable Object> T applyCellMagic(
        String name, List<String> args, String body) {
      return Flowcell.cellMagic(name, args, body);
    }
  }
}
