package dev.flowcell.kernel.java.classes;

import dev.flowcell.kernel.java.code.CellClassNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The classes that JShell has compiled, and what becomes of one that is compiled once more. A class
 * can't be changed, but what others see of the one around a method or variable is its signature
 * alone: while that stays, a further edition takes its part, and all who know the first one go on
 * with that. So what names a method need not be compiled anew with it: objects of a class stay what
 * they are, and a lambda calls the method that is there now. Not thread-safe.
 */
public final class Editions {

  /** Makes a class fit for its cell; may give several, itself among them. */
  public interface Rewriter {
    /**
     * Rewrites a class.
     *
     * @param name by which JShell knows the class
     * @param bytes may be of another name
     */
    Map<String, byte[]> rewrite(String name, byte[] bytes);
  }

  private final CellClassLoader loader;
  private final Rewriter rewriter;

  /** As JShell has compiled them last; it keeps the same arrays. */
  private final NavigableMap<String, byte[]> compiled = new TreeMap<>();

  /** Not linked yet: only when JShell has installed a snippet is known where it stands. */
  private final Set<String> first = new LinkedHashSet<>();

  /** The classes around snippets of which another edition is to be linked. */
  private final Set<String> again = new LinkedHashSet<>();

  private final Map<String, Integer> numbers = new HashMap<>();

  /** None yet. */
  public Editions(CellClassLoader loader, Rewriter rewriter) {
    this.loader = loader;
    this.rewriter = rewriter;
  }

  /** Takes a class of a new name. */
  public void load(String name, byte[] bytes) {
    compiled.put(name, bytes);
    first.add(name);
  }

  /**
   * Takes classes that have been compiled once more.
   *
   * @return false where none can take their part: then nothing is taken
   */
  public boolean redefine(Map<String, byte[]> classes) {
    List<String> around = classes.keySet().stream().map(CellClassNames::around).distinct().toList();
    if (!around.stream().allMatch(each -> canBeEdition(each, classes))) {
      return false;
    }
    compiled.putAll(classes);
    around.forEach(this::declaredAgain);
    return true;
  }

  private boolean canBeEdition(String name, Map<String, byte[]> classes) {
    if (!loader.has(name)) {
      return compiled.containsKey(name);
    }
    byte[] before = classFile(name);
    return ClassSignature.of(classes.getOrDefault(name, before))
        .canReplace(ClassSignature.of(before));
  }

  /** A snippet is there once more, in this class: of its text anew, be it the same. */
  public void declaredAgain(String name) {
    if (loader.has(name) && !ClassSignature.of(classFile(name)).hasTypes()) {
      again.add(name);
    }
  }

  /** Hands to the class loader what has come. */
  public void link() {
    first.stream()
        .filter(name -> !again.contains(CellClassNames.around(name)))
        .forEach(name -> rewriter.rewrite(name, classFile(name)).forEach(loader::put));
    again.forEach(this::linkEdition);
    first.clear();
    again.clear();
  }

  private void linkEdition(String name) {
    Edition edition =
        new Edition(
            name,
            CellClassNames.edition(name, numbers.merge(name, 1, Integer::sum)),
            ClassSignature.of(classFile(name)));
    for (String each : in(name)) {
      rewriter
          .rewrite(each, edition.of(classFile(each)))
          .forEach((made, bytes) -> loader.put(edition.name(made), bytes));
    }
    loader.replace(name, edition.name());
  }

  private byte[] classFile(String name) {
    return Objects.requireNonNull(compiled.get(name), name);
  }

  /** A class and those in it. */
  private Collection<String> in(String name) {
    List<String> all = new ArrayList<>(List.of(name));
    all.addAll(compiled.subMap(name + "$", name + "$" + Character.MAX_VALUE).keySet());
    return all;
  }
}
