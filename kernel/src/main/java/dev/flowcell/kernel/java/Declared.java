package dev.flowcell.kernel.java;

import dev.flowcell.cell.Declaration;
import dev.flowcell.kernel.java.classes.CellClassLoader;
import dev.flowcell.kernel.java.code.CellClassNames;
import dev.flowcell.kernel.java.code.HiddenNames;
import dev.flowcell.kernel.java.errors.Unresolved;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

/**
 * What cells have declared, as it is now, and where its classes are. Thread-safe: JShell is asked
 * under the evaluator's lock.
 */
final class Declared {

  private final JShell jshell;
  private final CellClassLoader loader;
  private final ReentrantLock lock;

  /** Methods by name, as they are linked; filled under the lock. */
  private final Map<String, List<Method>> methods = new ConcurrentHashMap<>();

  /** The same for variables. */
  private final Map<String, Optional<Field>> variables = new ConcurrentHashMap<>();

  private final AtomicLong edition = new AtomicLong();

  Declared(JShell jshell, CellClassLoader loader, ReentrantLock lock) {
    this.jshell = jshell;
    this.loader = loader;
    this.lock = lock;
  }

  /** What was known of declarations may not hold any more. */
  void changed() {
    methods.clear();
    variables.clear();
    edition.incrementAndGet();
  }

  /** Another number whenever something may have changed. */
  long edition() {
    return edition.get();
  }

  Collection<Declaration> all() {
    return locked(
        () ->
            jshell
                .snippets()
                .filter(snippet -> jshell.status(snippet).isActive())
                .flatMap(snippet -> declaration(snippet).stream())
                .toList());
  }

  private static Optional<Declaration> declaration(Snippet snippet) {
    return Optional.ofNullable(
            switch (snippet.kind()) {
              case METHOD -> Declaration.Kind.METHOD;
              case TYPE_DECL -> Declaration.Kind.TYPE;
              case VAR -> Declaration.Kind.VARIABLE;
              default -> null;
            })
        .map(
            kind -> new Declaration(kind, ((DeclarationSnippet) snippet).name(), snippet.source()));
  }

  /** The import lines, each on its own. */
  List<String> imports() {
    return locked(
        () ->
            jshell
                .imports()
                .flatMap(line -> Stream.of(line.source().split("(?<=;)")))
                .map(String::strip)
                .toList());
  }

  /** The names that declared code uses and that nobody has declared yet. */
  Collection<String> missing() {
    return locked(() -> Unresolved.names(jshell));
  }

  Collection<String> methodNames() {
    return locked(
        () ->
            jshell.methods().map(MethodSnippet::name).map(HiddenNames::strip).distinct().toList());
  }

  /** The variable's type, as Java source. */
  Optional<String> variableType(String name) {
    return locked(() -> snippet(name).map(VarSnippet::typeName));
  }

  private Optional<VarSnippet> snippet(String variable) {
    return jshell.variables().filter(each -> each.name().equals(variable)).findFirst();
  }

  /** The static field that holds a variable's value. */
  Optional<Field> variable(String name) {
    Optional<Field> known = variables.get(name);
    return known != null
        ? known
        : locked(
            () -> {
              Optional<Field> field =
                  snippet(name)
                      .flatMap(variable -> load(classAround(variable)))
                      .flatMap(around -> field(around, name));
              variables.put(name, field);
              return field;
            });
  }

  private static Optional<Field> field(Class<?> around, String name) {
    try {
      Field field = around.getDeclaredField(name);
      field.setAccessible(true);
      return Optional.of(field);
    } catch (NoSuchFieldException | LinkageError e) {
      return Optional.empty(); // it is not defined yet, or its type is gone
    }
  }

  /** The static methods of a name, in the order in which they were declared last. */
  List<Method> methods(String name) {
    List<Method> known = methods.get(name);
    return known != null ? known : locked(() -> link(name));
  }

  private List<Method> link(String name) {
    List<String> signatures =
        jshell.methods().filter(each -> each.name().equals(name)).map(Declared::signature).toList();
    try {
      List<Method> linked =
          jshell
              .methods()
              .filter(method -> method.name().equals(name))
              .map(this::classAround)
              .distinct()
              .flatMap(around -> load(loader.latest(around)).stream())
              .flatMap(around -> Arrays.stream(around.getDeclaredMethods()))
              .filter(method -> method.getName().equals(name))
              .peek(method -> method.setAccessible(true))
              .sorted(Comparator.comparingInt(method -> signatures.indexOf(signature(method))))
              .toList();
      methods.put(name, linked);
      return linked;
    } catch (LinkageError e) {
      return List.of(); // a type in its signature is gone
    }
  }

  /** The simple names of the parameters' types: reflection has overloads in any order. */
  private static String signature(MethodSnippet method) {
    return method
        .parameterTypes()
        .replaceAll("<.*?>+|\\s|[\\w.]+\\.(?=\\w)", "")
        .replace("...", "[]");
  }

  private static String signature(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(","));
  }

  /** A class by the name that a cell knows it by; JShell's names are no cell's business. */
  Optional<Class<?>> type(String name) {
    return CellClassNames.isOfCell(name)
        ? Optional.empty()
        : classNames(name).stream().map(this::load).flatMap(Optional::stream).findFirst();
  }

  /** What the class may be called, the likeliest first. */
  private List<String> classNames(String name) {
    int dot = name.indexOf('.');
    String outer = dot < 0 ? name : name.substring(0, dot);
    return locked(
        () -> {
          Optional<String> declared =
              jshell
                  .types()
                  .filter(type -> type.name().equals(outer))
                  .map(this::classAround)
                  .findFirst()
                  .map(around -> around + "$" + name.replace('.', '$'));
          return declared.isPresent() || dot >= 0
              ? List.of(declared.orElse(name))
              : Stream.concat(Stream.of(name, "java.lang." + name), imported(name)).toList();
        });
  }

  private Stream<String> imported(String name) {
    return jshell
        .imports()
        .filter(line -> !line.isStatic())
        .map(ImportSnippet::fullname)
        .filter(full -> full.endsWith(".*") || full.endsWith("." + name))
        .map(full -> full.replaceFirst("\\*$", name));
  }

  /** JShell's name of the class in which a declaration stands now; under the lock. */
  String classAround(Snippet declaration) {
    return jshell.sourceCodeAnalysis().wrapper(declaration).fullClassName();
  }

  private Optional<Class<?>> load(String className) {
    try {
      return Optional.of(Class.forName(className, false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }
}
