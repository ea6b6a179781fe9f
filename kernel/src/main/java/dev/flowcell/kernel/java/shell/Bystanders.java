package dev.flowcell.kernel.java.shell;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

/**
 * What a declaration is evaluated among. JShell puts an import of each name that the session has
 * declared before all it compiles, and what is declared again it compiles twice: first as the class
 * that is there already, which can't be changed, then as another one. Guarded by the evaluator's
 * lock.
 */
public final class Bystanders {

  private final JShell jshell;
  private final Innards.Lazily innards;
  private final KnownSnippets known;

  /** The names in a declaration; none where they can't be told. */
  private final Map<Snippet, Optional<Set<String>>> names = new WeakHashMap<>();

  /** What texts of a type named that it had before: JShell goes on compiling it with that, too. */
  private final Map<String, Set<Optional<Set<String>>>> formerly = new HashMap<>();

  /** For a session; what is hidden is hidden from {@code known}. */
  public Bystanders(JShell jshell, Innards.Lazily innards, KnownSnippets known) {
    this.jshell = jshell;
    this.innards = innards;
    this.known = known;
  }

  /**
   * Prepares JShell for the evaluation of a declaration: what has nothing to do with it is hidden
   * until {@link KnownSnippets#show}, and what is declared again gets a class of a new name.
   *
   * @param sources what is evaluated in one go
   * @param imports of the session, hidden where nothing that is compiled has a use for them
   */
  public void makeWay(List<String> sources, Optional<Snippet> imports) {
    innards.get().ifPresent(calls -> makeWay(sources, imports, calls));
  }

  private void makeWay(List<String> sources, Optional<Snippet> imports, Innards calls) {
    Set<String> declared =
        sources.stream()
            .flatMap(source -> calls.parse(source).stream())
            .flatMap(tree -> name(tree).stream())
            .collect(Collectors.toSet());
    if (declared.isEmpty()) {
      return; // an import, or an error
    }
    List<DeclarationSnippet> all = active();
    // not what is compiled again with it: where javac breaks off, that keeps the class it has
    all.stream()
        .filter(each -> declared.contains(each.name()) && isOtherType(each, sources))
        .forEach(
            each -> {
              calls.nextClass(each);
              formerly.computeIfAbsent(each.name(), name -> new HashSet<>()).add(names(each));
            });
    Collection<DeclarationSnippet> again = again(declared, all);
    String source = String.join("\n", sources);
    named(source, again, all)
        .ifPresent(
            named ->
                known.hide(
                    all.stream()
                        .filter(each -> !named.contains(each) && !isAskedFor(each))
                        .toList()));
    boolean alone = again.stream().allMatch(each -> declared.contains(each.name()));
    if (alone && Names.areVariables(source, Names.ofVariables(jshell).or(declared::contains))) {
      imports.ifPresent(each -> known.hide(List.of(each)));
    }
  }

  /** Of the same text it can stay the same class: objects of it stay what they are. */
  private static boolean isOtherType(DeclarationSnippet declaration, List<String> sources) {
    return declaration.kind() == Snippet.Kind.TYPE_DECL && !sources.contains(declaration.source());
  }

  /** From Java 25 on JShell goes through all types there are when it prints that of a variable. */
  private static boolean isAskedFor(DeclarationSnippet declaration) {
    return declaration.kind() == Snippet.Kind.TYPE_DECL;
  }

  private static Optional<String> name(Tree tree) {
    return Optional.ofNullable(
        tree instanceof VariableTree variable
            ? variable.getName().toString()
            : tree instanceof MethodTree method
                ? method.getName().toString()
                : tree instanceof ClassTree type ? type.getSimpleName().toString() : null);
  }

  private List<DeclarationSnippet> active() {
    return jshell
        .snippets()
        .filter(DeclarationSnippet.class::isInstance)
        .map(DeclarationSnippet.class::cast)
        .filter(each -> jshell.status(each).isActive())
        .toList();
  }

  /** What is declared by these names, and whatever names it, and so on: JShell compiles it all. */
  private Collection<DeclarationSnippet> again(Set<String> declared, List<DeclarationSnippet> all) {
    Set<DeclarationSnippet> again = new HashSet<>();
    List<String> changed = new ArrayList<>(declared);
    for (int i = 0; i < changed.size(); i++) {
      String name = changed.get(i);
      for (DeclarationSnippet each : all) {
        if ((each.name().equals(name) || mayName(each, name)) && again.add(each)) {
          changed.add(each.name());
        }
      }
    }
    return again;
  }

  private boolean mayName(DeclarationSnippet declaration, String name) {
    return Stream.concat(
            Stream.of(names(declaration)),
            formerly.getOrDefault(declaration.name(), Set.of()).stream())
        .anyMatch(names -> names.map(each -> each.contains(name)).orElse(true));
  }

  /**
   * What a source and these declarations name, and what that names in turn: a variable may be of a
   * type that only the methods it is made with name.
   *
   * @return empty where they may name anything
   */
  private Optional<Set<DeclarationSnippet>> named(
      String source, Collection<DeclarationSnippet> again, List<DeclarationSnippet> all) {
    Map<String, List<DeclarationSnippet>> byName =
        all.stream().collect(Collectors.groupingBy(DeclarationSnippet::name));
    Set<DeclarationSnippet> named = new HashSet<>(again);
    List<Optional<Set<String>>> open = new ArrayList<>();
    open.add(Names.in(source));
    again.forEach(each -> open.add(names(each)));
    for (int i = 0; i < open.size(); i++) {
      if (open.get(i).isEmpty()) {
        return Optional.empty();
      }
      for (String name : open.get(i).get()) {
        for (DeclarationSnippet each : byName.getOrDefault(name, List.of())) {
          if (named.add(each)) {
            open.add(names(each));
          }
        }
      }
    }
    return Optional.of(named);
  }

  private Optional<Set<String>> names(DeclarationSnippet declaration) {
    return names.computeIfAbsent(declaration, each -> Names.in(text(declaration)));
  }

  private static String text(DeclarationSnippet declaration) {
    return declaration instanceof VarSnippet variable
        ? declaration.source() + " " + variable.typeName()
        : declaration.source();
  }
}
