package dev.flowcell.kernel.java.errors;

import dev.flowcell.kernel.java.code.HiddenNames;
import dev.flowcell.kernel.java.code.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import org.jspecify.annotations.Nullable;

/** What one cell declares more than once: JShell takes the last. */
public final class DeclaredTwice {

  private DeclaredTwice() {}

  /**
   * A sentence per name.
   *
   * @param touched by the cell, in the order of its events
   * @param places where what is declared now stands
   */
  public static List<String> notes(
      Collection<Snippet> touched, JShell jshell, Function<Snippet, @Nullable Place> places) {
    List<DeclarationSnippet> before = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Snippet each : touched) {
      if (each instanceof DeclarationSnippet declared) {
        if (jshell.status(declared) == Status.OVERWRITTEN) {
          before.add(declared);
        } else {
          note(declared, before, places).ifPresent(notes::add);
        }
      }
    }
    return notes;
  }

  /** What an earlier cell declared comes behind what replaces it. */
  private static Optional<String> note(
      DeclarationSnippet last,
      List<DeclarationSnippet> before,
      Function<Snippet, @Nullable Place> places) {
    Place place = places.apply(last);
    if (place == null) {
      return Optional.empty();
    }
    List<Integer> offsets =
        before.stream()
            .filter(each -> isSame(each, last))
            .map(each -> place.code().java().indexOf(each.source()))
            .filter(offset -> offset >= 0 && offset < place.offset())
            .distinct()
            .toList();
    if (offsets.isEmpty()) {
      return Optional.empty();
    }
    int line = place.code().line(place.offset());
    List<String> lines =
        offsets.stream()
            .map(offset -> place.code().line(offset))
            .filter(each -> each < line)
            .map(String::valueOf)
            .distinct()
            .toList();
    String name = "line " + line + ": " + HiddenNames.strip(last.name());
    return Optional.of(
        lines.isEmpty()
            ? name + " is declared twice in this line; the last one counts"
            : name
                + " was declared in "
                + (lines.size() == 1 ? "line " : "lines ")
                + Where.listed(lines)
                + " of this cell already; this one counts");
  }

  private static boolean isSame(DeclarationSnippet one, DeclarationSnippet other) {
    return one.kind() == other.kind()
        && one.name().equals(other.name())
        && (!(one instanceof MethodSnippet method)
            || method.parameterTypes().equals(((MethodSnippet) other).parameterTypes()));
  }
}
