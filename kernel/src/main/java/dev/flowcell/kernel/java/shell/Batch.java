package dev.flowcell.kernel.java.shell;

import dev.flowcell.kernel.java.code.Version;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import org.jspecify.annotations.Nullable;

/**
 * Declares several things in one go. It does with them what JShell's class {@code Eval} does with
 * one and all that depends on it. There is no method for that, hence the reflection. Guarded by the
 * evaluator's lock.
 */
final class Batch {

  private static final Set<Kind> KINDS = Set.of(Kind.IMPORT, Kind.VAR, Kind.METHOD, Kind.TYPE_DECL);

  private final JShell jshell;
  private final Object eval;
  private final Method toSnippets;
  private final Method key;
  private final Method unresolved;
  private final Method diagnostics;
  private final Method ownDiagnostics;
  private final Method setStatus;
  private final Method isExecutable;
  private final Method className;
  private final Constructor<?> noDiagnostics;
  private final Constructor<?> unit;
  private final Method initialize;
  private final Method setWrap;
  private final Method snippet;
  private final Method version;
  private final Method setVersion;
  private final Method outerWrap;
  private final Method setOuterWrap;
  private final Field status;
  private final Method replaced;
  private final Method compileAndLoad;
  private final Method events;

  private Batch(JShell jshell) throws ReflectiveOperationException {
    this.jshell = jshell;
    eval = Opened.get(jshell, "eval");
    toSnippets = Opened.method(eval.getClass(), "sourceToSnippetsWithWrappers", String.class);
    key = Opened.method(Snippet.class, "key");
    unresolved = Opened.method(Snippet.class, "unresolved");
    diagnostics = Opened.method(Snippet.class, "diagnostics");
    ownDiagnostics = Opened.method(Snippet.class, "syntheticDiags");
    Class<?> list = Opened.type(jshell, "DiagList");
    setStatus =
        Opened.method(Snippet.class, "setCompilationStatus", Status.class, List.class, list);
    isExecutable = Opened.method(Snippet.class, "isExecutable");
    className = Opened.method(Snippet.class, "classFullName");
    noDiagnostics = Opened.constructor(list);
    Class<?> one = Opened.type(jshell, "Unit");
    unit = Opened.constructor(one, JShell.class, Snippet.class, Snippet.class, list);
    initialize = Opened.method(one, "initialize");
    setWrap = Opened.method(one, "setWrap", Collection.class, Collection.class);
    snippet = Opened.method(one, "snippet");
    version = Opened.method(Snippet.class, "sequenceNumber");
    setVersion = Opened.method(Snippet.class, "setSequenceNumber", int.class);
    outerWrap = Opened.method(Snippet.class, "outerWrap");
    setOuterWrap = Opened.method(Snippet.class, "setOuterWrap", Opened.type(jshell, "OuterWrap"));
    status = Opened.field(one, "status");
    replaced = Opened.method(one, "secondaryEvents");
    compileAndLoad = Opened.method(eval.getClass(), "compileAndLoad", Set.class);
    events =
        Opened.method(
            eval.getClass(), "events", one, Collection.class, String.class, JShellException.class);
  }

  /** That of a session; none where the way in is refused. */
  static Optional<Batch> of(JShell jshell) {
    try {
      return Optional.of(new Batch(jshell));
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return Optional.empty();
    }
  }

  /**
   * Evaluates declarations. Where one of them is refused, the others are not declared, and what is
   * there stays as it is.
   *
   * @param beside what is compiled with them; what they declare again is left out
   * @param run runs the method of a class, by their names: the value of a variable
   * @return the events of the first one, or the first that is refused, the others and what else has
   *     changed; empty where something is no declaration, or a method without a body
   */
  Optional<List<SnippetEvent>> declare(
      List<String> sources, Collection<? extends Snippet> beside, BiConsumer<String, String> run) {
    List<Snippet> declared = new ArrayList<>();
    for (String source : sources) {
      for (Object snippet : (List<?>) Opened.call(toSnippets, eval, source)) {
        declared.add((Snippet) snippet);
      }
    }
    if (declared.isEmpty() || !declared.stream().allMatch(this::isDeclaration)) {
      return Optional.empty();
    }
    Map<Object, Object> units = new LinkedHashMap<>();
    for (Snippet each : declared) {
      units.put(Opened.call(key, each), unit(each, null, Opened.call(ownDiagnostics, each)));
    }
    Snippet first = declared.get(0);
    for (Snippet each : beside) {
      units.computeIfAbsent(Opened.call(key, each), key -> unit(each, first));
    }
    Collection<?> compiled = compile(new Units(units.values()));
    for (Snippet each : declared) {
      if (jshell.status(each).isDefined() && (boolean) Opened.call(isExecutable, each)) {
        run.accept((String) Opened.call(className, each), DirectCompiler.METHOD);
      }
    }
    return Optional.of(events(compiled));
  }

  private boolean isDeclaration(Snippet snippet) {
    return KINDS.contains(snippet.kind())
        && snippet.subKind() != Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND
        && (snippet.kind() != Kind.METHOD || !snippet.source().stripTrailing().endsWith(";"));
  }

  /** Compiles what is there already once more; its events have it as their own cause. */
  List<SnippetEvent> compileAgain(Collection<? extends Snippet> there) {
    List<Object> units = new ArrayList<>();
    for (Snippet each : there) {
      units.add(unit(each, each));
    }
    return units.isEmpty() ? List.of() : events(compile(new Units(units)));
  }

  private Collection<?> compile(Units units) {
    return (Collection<?>) Opened.call(compileAndLoad, eval, units);
  }

  private List<SnippetEvent> events(Collection<?> compiled) {
    Object first = compiled.iterator().next();
    List<SnippetEvent> told = new ArrayList<>();
    for (Object event : (List<?>) Opened.call(events, eval, first, compiled, null, null)) {
      told.add((SnippetEvent) event);
    }
    return told;
  }

  /** Gives a snippet the status that it had, and the class that it has. */
  void revive(Snippet snippet, Status status) {
    Opened.call(
        setStatus,
        snippet,
        status,
        Opened.call(unresolved, snippet),
        Opened.call(diagnostics, snippet));
    Opened.call(setVersion, snippet, Version.of((String) Opened.call(className, snippet)).number());
  }

  private Object unit(Snippet snippet, Snippet cause) {
    return unit(snippet, cause, Opened.create(noDiagnostics));
  }

  private Object unit(Snippet snippet, @Nullable Snippet cause, Object diagnostics) {
    return Opened.create(unit, jshell, snippet, cause, diagnostics);
  }

  private boolean isRefused(Object unit) {
    try {
      return status.get(unit) == Status.REJECTED;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e); // it was made accessible
    }
  }

  /** A way back to what stood before. */
  private Runnable undoing(Object unit) {
    Object snippet = Opened.call(this.snippet, unit);
    Object wrap = Opened.call(outerWrap, snippet);
    Object number = Opened.call(version, snippet);
    return () -> {
      Opened.call(setOuterWrap, snippet, wrap);
      Opened.call(setVersion, snippet, number);
      for (Object event : (List<?>) Opened.call(replaced, unit)) {
        revive(((SnippetEvent) event).snippet(), ((SnippetEvent) event).previousStatus());
      }
    };
  }

  /**
   * What is compiled together, in rounds: JShell adds what depends on it. In each it writes the
   * imports of each class, by the classes that the others have at that moment: those of overloads
   * are others as soon as one of them is added or compiled anew. So all are told theirs before.
   *
   * <p>What is refused would be left out of the class that the others share, and all that calls it
   * be broken: once one is, the others are left as they were, and so is what depends on it. JShell
   * takes the stream when it has told the compiler's errors, and before it loads what has none.
   */
  private final class Units extends LinkedHashSet<Object> {
    private static final long serialVersionUID = 1L;

    private final transient Map<Object, Runnable> undoings = new LinkedHashMap<>();
    private List<Object> versions = List.of();
    private boolean isRefused;

    Units(Collection<Object> units) {
      units.forEach(each -> undoings.put(each, undoing(each)));
      super.addAll(units);
      tellClasses();
    }

    @Override
    public Stream<Object> stream() {
      if (!isRefused && undoings.keySet().stream().anyMatch(Batch.this::isRefused)) {
        isRefused = true;
        undoings.keySet().removeIf(Batch.this::isRefused);
        removeAll(undoings.keySet());
        undoings.values().forEach(Runnable::run);
      }
      return super.stream();
    }

    @Override
    public boolean addAll(Collection<?> dependents) {
      boolean more = !isRefused && super.addAll(dependents);
      if (more || !versions.equals(versions())) {
        tellClasses();
      }
      return more;
    }

    private void tellClasses() {
      versions = versions();
      forEach(each -> Opened.call(initialize, each));
      forEach(each -> Opened.call(setWrap, each, this, this));
    }

    private List<Object> versions() {
      return super.stream().map(each -> Opened.call(version, Opened.call(snippet, each))).toList();
    }
  }
}
