package dev.flowcell.kernel.java;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/**
 * Compiles code that declares nothing into a class of its own, against all that JShell has
 * declared. JShell itself parses such code once more, analyses it up to three times, to know a type
 * that nobody asks for and what depends on it, and keeps it. The compiler is the one that JShell
 * uses, which it has no method for, hence the reflection. Where that is refused, nothing compiles
 * here. Guarded by the evaluator's lock.
 */
final class DirectCompiler {

  /** The method that runs the code and gives its value; errors know it by JShell's name. */
  static final String METHOD = "do_it$";

  /**
   * Code that was compiled.
   *
   * @param form what it is
   * @param className of the class that has {@link #METHOD}
   * @param classes all that were made, by name
   * @param firstLine the line of the compiled source where the code begins, from 1
   */
  record Compiled(Form form, String className, Map<String, byte[]> classes, int firstLine) {}

  private final JShell jshell;
  private final CompiledClasses classes;
  private @Nullable Innards innards;
  private boolean refused;
  private long number;

  DirectCompiler(JShell jshell, CompiledClasses classes) {
    this.jshell = jshell;
    this.classes = classes;
  }

  /**
   * Compiles code, if it may be such.
   *
   * @param imports of the session, spared where the code has no use for them
   * @return empty where it declares something, or does not compile
   */
  Optional<Compiled> compile(String code, Optional<Snippet> imports) {
    List<Form> forms = Form.of(code);
    if (forms.isEmpty()) {
      return Optional.empty();
    }
    Collection<Snippet> unneeded = unneeded(code, imports);
    return forms.stream().flatMap(form -> compile(form, code, unneeded).stream()).findFirst();
  }

  /** The imports and declarations that code does not name: each costs the compiler a while. */
  private Collection<Snippet> unneeded(String code, Optional<Snippet> imports) {
    Set<Snippet> unneeded = new HashSet<>();
    if (Names.areVariables(code, this::isVariable)) {
      imports.ifPresent(unneeded::add);
    }
    Names.in(code)
        .ifPresent(
            names ->
                jshell
                    .snippets()
                    .filter(DeclarationSnippet.class::isInstance)
                    .filter(each -> !names.contains(((DeclarationSnippet) each).name()))
                    .forEach(unneeded::add));
    return unneeded;
  }

  private boolean isVariable(String name) {
    return jshell.variables().anyMatch(variable -> variable.name().equals(name));
  }

  /**
   * Compiles code as what it may be.
   *
   * @param without what it does not name: its import is spared
   * @return empty where it is not that, or does not compile
   */
  Optional<Compiled> compile(Form form, String code, Collection<Snippet> without) {
    Innards innards = innards();
    if (innards == null) {
      return Optional.empty();
    }
    String name = CellClassNames.PREFIX + "V" + ++number;
    String before =
        innards.imports(without)
            + ("class " + name.substring(name.indexOf('.') + 1) + " {\n")
            + ("public static java.lang.Object " + METHOD + "() throws java.lang.Throwable {\n");
    boolean done = innards.compile(before + form.body(code) + "}\n}\n");
    Map<String, byte[]> made = new LinkedHashMap<>();
    classes.take(name).forEach((each, file) -> made.put(each, innards.bytes(file)));
    int firstLine = (int) before.chars().filter(c -> c == '\n').count() + form.firstLine();
    return done ? Optional.of(new Compiled(form, name, made, firstLine)) : Optional.empty();
  }

  /** Looked for when code comes: a kernel that starts has no time for it. */
  private @Nullable Innards innards() {
    if (innards == null && !refused) {
      try {
        innards = new Innards(jshell);
      } catch (ReflectiveOperationException
          | InaccessibleObjectException
          | IllegalArgumentException e) { // the last is a proxy's
        refused = true;
      }
    }
    return innards;
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
    String imports(Collection<Snippet> without) {
      Set<Object> keys =
          without.stream().map(snippet -> Opened.call(key, snippet)).collect(Collectors.toSet());
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
