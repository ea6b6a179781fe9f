package dev.flowcell.kernel.java.shell;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import dev.flowcell.kernel.java.code.SourceParts.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.lang.model.element.Modifier;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;

/**
 * A sealed type and the types beside it in its cell, which are declared together: one by one, as
 * JShell declares them, none of them would find what it names. Guarded by the evaluator's lock.
 */
public final class Families {

  private final JShell jshell;
  private final Innards.Lazily innards;

  /** Those of a session. */
  public Families(JShell jshell, Innards.Lazily innards) {
    this.jshell = jshell;
    this.innards = innards;
  }

  /** The groups, but types without other code between them are one where one of them is sealed. */
  public List<List<Part>> together(List<List<Part>> groups) {
    boolean isSaid = groups.stream().flatMap(List::stream).anyMatch(Families::says);
    return innards
        .get()
        .filter(calls -> isSaid)
        .map(calls -> together(groups, calls))
        .orElse(groups);
  }

  private static boolean says(Part part) {
    return part.source().contains("sealed");
  }

  private static List<List<Part>> together(List<List<Part>> groups, Innards calls) {
    List<List<Part>> merged = new ArrayList<>();
    List<Part> types = new ArrayList<>();
    for (List<Part> group : groups) {
      if (group.size() == 1 && type(group.get(0), calls).isPresent()) {
        types.add(group.get(0));
      } else {
        add(types, merged, calls);
        types = new ArrayList<>();
        merged.add(group);
      }
    }
    add(types, merged, calls);
    return merged;
  }

  private static void add(List<Part> types, List<List<Part>> merged, Innards calls) {
    if (types.stream().anyMatch(each -> isSealed(each, calls))) {
      merged.add(types);
    } else {
      types.forEach(each -> merged.add(List.of(each)));
    }
  }

  private static boolean isSealed(Part part, Innards calls) {
    return says(part)
        && type(part, calls)
            .filter(type -> type.getModifiers().getFlags().contains(Modifier.SEALED))
            .isPresent();
  }

  private static Optional<ClassTree> type(Part part, Innards calls) {
    List<Tree> trees = calls.parse(part.source());
    return trees.size() == 1 && trees.get(0) instanceof ClassTree type
        ? Optional.of(type)
        : Optional.empty();
  }

  /**
   * Declares one of {@link #together}'s groups.
   *
   * @param run as {@link Overloads#eval} takes it
   * @return as JShell's own evaluation has it; empty where that is to do it
   */
  public Optional<List<SnippetEvent>> eval(List<Part> parts, BiConsumer<String, String> run) {
    return parts.size() == 1
        ? Optional.empty()
        : Batch.of(jshell)
            .flatMap(
                batch -> batch.declare(parts.stream().map(Part::source).toList(), List.of(), run));
  }
}
