package dev.flowcell.kernel.java;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/**
 * Compiles expressions, each into a class of its own, against all that JShell has declared. JShell
 * itself takes an expression as the declaration of a variable: it parses it once more, analyses it
 * up to three times, to know a type that nobody asks for and what depends on it, and keeps it. The
 * compiler is the one that JShell uses, which it has no method for, hence the reflection. Where
 * that is refused, nothing compiles here. Guarded by the evaluator's lock.
 */
final class ExpressionCompiler {

  /** The method that has the expression's value; errors know it by JShell's name. */
  static final String METHOD = "do_it$";

  /**
   * An expression that was compiled.
   *
   * @param className of the class that has {@link #METHOD}
   * @param classes all that were made, by name
   * @param firstLine the line of the compiled source where the expression begins, from 1
   */
  record Compiled(String className, Map<String, byte[]> classes, int firstLine) {}

  private final CompiledClasses classes;
  private final @Nullable Innards innards;
  private long number;

  private ExpressionCompiler(CompiledClasses classes, @Nullable Innards innards) {
    this.classes = classes;
    this.innards = innards;
  }

  static ExpressionCompiler of(JShell jshell, CompiledClasses classes) {
    try {
      return new ExpressionCompiler(classes, new Innards(jshell));
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return new ExpressionCompiler(classes, null);
    }
  }

  /**
   * Compiles what may be an expression.
   *
   * @param without an import that the expression has no use for
   * @return empty where it is none that has a value and compiles
   */
  Optional<Compiled> compile(String expression, Optional<Snippet> without) {
    if (innards == null) {
      return Optional.empty();
    }
    String name = "$JShell$V" + ++number;
    String before =
        innards.imports(without)
            + ("class " + name + " {\n")
            + ("public static java.lang.Object " + METHOD + "() throws java.lang.Throwable {\n")
            + "return\n";
    boolean done = innards.compile(before + expression + "\n;\n}\n}\n");
    Map<String, byte[]> made = new LinkedHashMap<>();
    classes.take("REPL." + name).forEach((each, file) -> made.put(each, innards.bytes(file)));
    int firstLine = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return done ? Optional.of(new Compiled("REPL." + name, made, firstLine)) : Optional.empty();
  }

  /** What JShell itself calls for its snippets. */
  private static final class Innards {

    private final Object tasks;
    private final Object maps;
    private final Method packageAndImports;
    private final Method key;
    private final Method wrap;
    private final Constructor<?> outerWrap;
    private final Method compile;
    private final Object compileTask;
    private final Method bytes;

    Innards(JShell jshell) throws ReflectiveOperationException {
      tasks = Opened.get(jshell, "taskFactory");
      maps = Opened.get(jshell, "maps");
      packageAndImports =
          Opened.method(maps.getClass(), "packageAndImportsExcept", Set.class, Collection.class);
      key = Opened.method(Snippet.class, "key");
      Class<?> inner = Opened.type(jshell, "Wrap");
      wrap = Opened.method(inner, "identityWrap", String.class);
      outerWrap = Opened.type(jshell, "OuterWrap").getDeclaredConstructor(inner);
      outerWrap.setAccessible(true);
      Class<?> worker = Opened.type(jshell, "TaskFactory$Worker");
      compile = Opened.method(tasks.getClass(), "compile", Collection.class, worker);
      Method task = Opened.method(Opened.type(jshell, "TaskFactory$CompileTask"), "compile");
      compileTask =
          Proxy.newProxyInstance(
              worker.getClassLoader(),
              new Class<?>[] {worker},
              (proxy, withTask, arguments) -> Opened.call(task, arguments[0]));
      Class<?> file = Opened.type(jshell, "MemoryFileManager$OutputMemoryJavaFileObject");
      bytes = Opened.method(file, "getBytes");
    }

    /** The lines before a class: its package, and the imports of all that is declared. */
    String imports(Optional<Snippet> without) {
      Set<Object> keys =
          without.map(snippet -> Opened.call(key, snippet)).map(Set::of).orElse(Set.of());
      return (String) Opened.call(packageAndImports, maps, keys, null);
    }

    /** Whether it compiles without errors; its classes are with JShell's then. */
    boolean compile(String source) {
      try {
        Object unit = outerWrap.newInstance(Opened.call(wrap, null, source));
        return (boolean) Opened.call(compile, tasks, List.of(unit), compileTask);
      } catch (ReflectiveOperationException
          | RuntimeException
          | AssertionError
          | StackOverflowError e) {
        return false; // JShell will meet it, too, and it is told then
      }
    }

    byte[] bytes(Object file) {
      return (byte[]) Opened.call(bytes, file);
    }
  }
}
