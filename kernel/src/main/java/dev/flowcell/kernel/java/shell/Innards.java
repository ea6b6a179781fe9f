package dev.flowcell.kernel.java.shell;

import com.sun.source.tree.Tree;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/**
 * What JShell itself calls for its snippets: its parser and compiler, and the text that it puts
 * before what it compiles. It has no methods for that, hence the reflection. Guarded by the
 * evaluator's lock.
 */
public final class Innards {

  private final Object tasks;
  private final Object maps;
  private final Method packageAndImports;
  private final Method key;
  private final Method sequenceNumber;
  private final Method setSequenceNumber;
  private final Method wrap;
  private final Constructor<?> outerWrap;
  private final Class<?> worker;
  private final Method parse;
  private final Method units;
  private final Method compile;
  private final Object compileTask;
  private final Method bytes;

  private Innards(JShell jshell) throws ReflectiveOperationException {
    tasks = Opened.get(jshell, "taskFactory");
    maps = Opened.get(jshell, "maps");
    packageAndImports =
        Opened.method(maps.getClass(), "packageAndImportsExcept", Set.class, Collection.class);
    key = Opened.method(Snippet.class, "key");
    sequenceNumber = Opened.method(Snippet.class, "sequenceNumber");
    setSequenceNumber = Opened.method(Snippet.class, "setSequenceNumber", int.class);
    Class<?> inner = Opened.type(jshell, "Wrap");
    wrap = Opened.method(inner, "identityWrap", String.class);
    outerWrap = Opened.constructor(Opened.type(jshell, "OuterWrap"), inner);
    worker = Opened.type(jshell, "TaskFactory$Worker");
    parse = Opened.method(tasks.getClass(), "parse", String.class, worker);
    units = Opened.method(Opened.type(jshell, "TaskFactory$ParseTask"), "units");
    compile = Opened.method(tasks.getClass(), "compile", Collection.class, worker);
    Method task = Opened.method(Opened.type(jshell, "TaskFactory$CompileTask"), "compile");
    compileTask = work(compiling -> Opened.call(task, compiling));
    Class<?> file = Opened.type(jshell, "MemoryFileManager$OutputMemoryJavaFileObject");
    bytes = Opened.method(file, "getBytes");
  }

  /** Those of a session, looked for when they are first asked for; none where that is refused. */
  public static final class Lazily {

    private final JShell jshell;
    private @Nullable Optional<Innards> found;

    /** Looks for nothing yet. */
    public Lazily(JShell jshell) {
      this.jshell = jshell;
    }

    Optional<Innards> get() {
      Optional<Innards> known = found;
      if (known == null) {
        known = of(jshell);
        found = known;
      }
      return known;
    }
  }

  private static Optional<Innards> of(JShell jshell) {
    try {
      return Optional.of(new Innards(jshell));
    } catch (ReflectiveOperationException
        | InaccessibleObjectException
        | IllegalArgumentException e) { // the last is a proxy's
      return Optional.empty();
    }
  }

  private Object work(Function<Object, Object> onTask) {
    return Proxy.newProxyInstance(
        worker.getClassLoader(),
        new Class<?>[] {worker},
        (proxy, withTask, arguments) -> onTask.apply(arguments[0]));
  }

  /** The lines before a class: its package, and the imports of all that is declared. */
  String imports(Collection<Snippet> without) {
    Set<Object> keys =
        without.stream().map(snippet -> Opened.call(key, snippet)).collect(Collectors.toSet());
    return (String) Opened.call(packageAndImports, maps, keys, null);
  }

  /** What a source consists of, as JShell sees it; nothing where it can't be parsed. */
  List<Tree> parse(String source) {
    List<Tree> trees = new ArrayList<>();
    Opened.call(
        parse,
        tasks,
        source,
        work(
            task -> {
              ((List<?>) Opened.call(units, task)).forEach(each -> trees.add((Tree) each));
              return trees;
            }));
    return trees;
  }

  /** Whether it compiles without errors; its classes are with JShell's then. */
  boolean compile(String source) {
    try {
      Object unit = Opened.create(outerWrap, Opened.call(wrap, null, source));
      return (boolean) Opened.call(compile, tasks, List.of(unit), compileTask);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      return false; // JShell will meet it, too, and it is told then
    }
  }

  /** The content of a class file that JShell keeps. */
  byte[] bytes(Object file) {
    return (byte[]) Opened.call(bytes, file);
  }

  /** Lets the next class of a declaration have a name that no class has yet. */
  void nextClass(Snippet declaration) {
    Opened.call(setSequenceNumber, declaration, (int) Opened.call(sequenceNumber, declaration) + 1);
  }
}
