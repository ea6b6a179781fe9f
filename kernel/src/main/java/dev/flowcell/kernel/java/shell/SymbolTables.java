package dev.flowcell.kernel.java.shell;

import dev.flowcell.kernel.java.code.CellClassNames;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jdk.jshell.JShell;

/**
 * The tables of all classes that JShell's compilers know. After each task of a compiler JShell goes
 * through its whole table, some thousand classes, for the few of cells that the next task must not
 * see; that was half of the time of a small cell. The tables are replaced here by some that have
 * those few apart. JShell has no method for that, hence the reflection. Where that is refused, all
 * stays as it was. Guarded by the evaluator's lock.
 */
public final class SymbolTables {

  private final JShell jshell;

  /** Those of a session; none is replaced yet. */
  public SymbolTables(JShell jshell) {
    this.jshell = jshell;
  }

  /** Replaces the tables that have come since the last time. */
  public void part() {
    try {
      for (Object table : tables()) {
        part(table);
      }
    } catch (ReflectiveOperationException | InaccessibleObjectException | ClassCastException e) {
      // they stay as they are: slower, but right
    }
  }

  @SuppressWarnings("unchecked") // the table's keys and values stay what they are
  private static void part(Object table) throws ReflectiveOperationException {
    Field classes = Opened.field(table, "classes");
    Map<?, ?> found = (Map<?, ?>) classes.get(table);
    if (!(found instanceof Parted)) {
      classes.set(table, new Parted((Map<Object, Map<?, ?>>) found));
    }
  }

  /** One per list of options that JShell's compilers have been called with. */
  List<Object> tables() throws ReflectiveOperationException {
    Object pool = Opened.get(Opened.get(jshell, "taskFactory"), "javacTaskPool");
    List<Object> tables = new ArrayList<>();
    for (Object contexts : ((Map<?, ?>) Opened.get(pool, "options2Contexts")).values()) {
      for (Object context : (Collection<?>) contexts) {
        tables.add(table(context));
      }
    }
    return tables;
  }

  private static Object table(Object context) throws ReflectiveOperationException {
    Class<?> type = context.getClass();
    return Class.forName(type.getModule(), "com.sun.tools.javac.code.Symtab")
        .getMethod("instance", type.getSuperclass())
        .invoke(null, context);
  }

  /**
   * Classes by their full names, then by their modules. Its {@link #values} are those of cells
   * alone: nobody but JShell asks for them, and it looks for no others.
   */
  static final class Parted extends HashMap<Object, Map<?, ?>> {

    private static final long serialVersionUID = 1;

    private final transient Map<Object, Map<?, ?>> ofCells = new LinkedHashMap<>();

    Parted(Map<Object, Map<?, ?>> classes) {
      super(classes);
      classes.forEach(this::note);
    }

    @Override
    public Map<?, ?> computeIfAbsent(
        Object name, Function<? super Object, ? extends Map<?, ?>> make) {
      Map<?, ?> classes = super.computeIfAbsent(name, make);
      note(name, classes);
      return classes;
    }

    private void note(Object name, Map<?, ?> classes) {
      if (CellClassNames.isOfCell(name.toString())) {
        ofCells.put(name, classes);
      }
    }

    /** Those of cells; names whose classes have gone go, too, which the compiler keeps for ever. */
    @Override
    public Collection<Map<?, ?>> values() {
      ofCells
          .entrySet()
          .removeIf(each -> each.getValue().isEmpty() && remove(each.getKey()) != null);
      return ofCells.values();
    }
  }
}
