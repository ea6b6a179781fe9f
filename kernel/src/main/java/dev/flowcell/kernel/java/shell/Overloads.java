package dev.flowcell.kernel.java.shell;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import dev.flowcell.kernel.java.code.SourceParts.Part;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.jspecify.annotations.Nullable;

/**
 * Methods of one name, which are always compiled together, in one class. JShell gives each a class
 * of its own, in which it hides the others: on Java 17 none can call another one. On Java 25 it can
 * call those declared before; but what both depend on can't be declared again, since JShell takes
 * the class that one would have alone for the class of both. JShell has no method for that, hence
 * the reflection. Where that is refused, all is as JShell has it. Guarded by the evaluator's lock.
 */
public final class Overloads {

  private final JShell jshell;
  private final Innards.Lazily innards;

  /** What is compiled again with a name: the keys of snippets, which are their ids. */
  private final Map<String, Set<Integer>> dependents;

  /** Whether the session or the cell has any. */
  private boolean overloaded;

  private Overloads(JShell jshell, Innards.Lazily innards, Map<String, Set<Integer>> dependents) {
    this.jshell = jshell;
    this.innards = innards;
    this.dependents = dependents;
  }

  /** Those of a session. */
  @SuppressWarnings("unchecked") // numbers are put into the sets, nothing else
  public static Overloads of(JShell jshell, Innards.Lazily innards) {
    try {
      Object maps = Opened.get(jshell, "maps");
      return new Overloads(
          jshell, innards, (Map<String, Set<Integer>>) Opened.get(maps, "dependencies"));
    } catch (ReflectiveOperationException | InaccessibleObjectException | ClassCastException e) {
      return new Overloads(jshell, innards, new HashMap<>());
    }
  }

  /** A method as its cell declares it. */
  private record Method(String name, String parameterTypes) {

    static Optional<Method> of(Part part, Innards calls) {
      return part.source().stripTrailing().endsWith("}")
          ? calls.parse(part.source()).stream().findFirst().flatMap(Method::of)
          : Optional.empty();
    }

    private static Optional<Method> of(Tree tree) {
      return tree instanceof MethodTree method && method.getBody() != null
          ? Optional.of(
              new Method(
                  method.getName().toString(),
                  method.getParameters().stream()
                      .map(parameter -> parameter.getType().toString())
                      .collect(Collectors.joining(","))))
          : Optional.empty();
    }

    static Method of(MethodSnippet snippet) {
      return new Method(snippet.name(), snippet.parameterTypes());
    }
  }

  /**
   * The parts of a cell in their order. But where there are overloads, methods without other code
   * between them are taken together, and so is an overload that comes behind other code.
   */
  public List<List<Part>> together(List<Part> parts) {
    Map<Part, Method> methods = new HashMap<>();
    innards.get().ifPresent(calls -> parts.forEach(part -> addTo(methods, part, calls)));
    overloaded =
        Stream.concat(jshell.methods().map(Method::of), methods.values().stream())
            .distinct()
            .collect(Collectors.groupingBy(Method::name, Collectors.counting()))
            .values()
            .stream()
            .anyMatch(count -> count > 1);
    return overloaded ? groups(parts, methods) : parts.stream().map(List::of).toList();
  }

  private static void addTo(Map<Part, Method> methods, Part part, Innards calls) {
    Method.of(part, calls).ifPresent(method -> methods.put(part, method));
  }

  private static List<List<Part>> groups(List<Part> parts, Map<Part, Method> methods) {
    List<List<Part>> groups = new ArrayList<>();
    Map<String, List<Part>> byName = new HashMap<>();
    Set<Method> taken = new HashSet<>();
    @Nullable List<Part> open = null;
    for (Part part : parts) {
      Method method = methods.get(part);
      if (method == null || !taken.add(method)) { // declared twice, it is the last one
        groups.add(List.of(part));
        open = null;
        continue;
      }
      List<Part> group = byName.getOrDefault(method.name(), open);
      if (group == null) {
        group = new ArrayList<>();
        groups.add(group);
        open = group;
      }
      group.add(part);
      byName.put(method.name(), group);
    }
    return groups;
  }

  /**
   * Evaluates declarations, of methods with all their overloads.
   *
   * @param parts one of {@link #together}'s groups
   * @param run runs the method of a class, by their names
   * @return as JShell's own evaluation has it; empty where that is to do it
   */
  public Optional<List<SnippetEvent>> eval(List<Part> parts, BiConsumer<String, String> run) {
    if (!overloaded) {
      return Optional.empty();
    }
    Set<MethodSnippet> there =
        innards.get().stream()
            .flatMap(calls -> parts.stream().flatMap(part -> Method.of(part, calls).stream()))
            .flatMap(method -> named(method.name()))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Optional<List<SnippetEvent>> events =
        Batch.of(jshell)
            .flatMap(batch -> batch.declare(parts.stream().map(Part::source).toList(), there, run));
    keepTogether();
    return events;
  }

  /** Has what depends on a method compiled again with all its overloads from now on. */
  private void keepTogether() {
    jshell
        .methods()
        .collect(
            Collectors.groupingBy(
                MethodSnippet::name,
                Collectors.mapping(each -> Integer.valueOf(each.id()), Collectors.toSet())))
        .values()
        .stream()
        .filter(overloads -> overloads.size() > 1)
        .forEach(this::keepTogether);
  }

  private void keepTogether(Set<Integer> overloads) {
    dependents.values().stream()
        .filter(keys -> keys.stream().anyMatch(overloads::contains))
        .forEach(keys -> keys.addAll(overloads));
  }

  /** The methods that are compiled with a snippet, itself among them; none for other snippets. */
  List<MethodSnippet> of(Snippet snippet) {
    return snippet instanceof MethodSnippet method ? named(method.name()).toList() : List.of();
  }

  private Stream<MethodSnippet> named(String name) {
    return jshell.methods().filter(each -> each.name().equals(name));
  }
}
