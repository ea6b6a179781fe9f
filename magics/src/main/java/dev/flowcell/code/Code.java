package dev.flowcell.code;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a task or flow consists of at one moment: its own source and all that it uses of the
 * notebook, directly or not. Immutable.
 *
 * <p>Methods and types are found by their names, so that of overloads all belong to it, and so do
 * the types that extend one it uses. Comments and white space do not count. Libraries are taken to
 * stay as they are.
 *
 * @param head how it is called and what it returns, such as {@code Table clean(Table)}; empty where
 *     it is no method
 * @param digest of all of it: equal digests mean the same code
 * @param parts a digest for each thing it consists of, by what a person calls it: {@code task
 *     clean}, {@code flow exam}, {@code method helper}, {@code type Score}
 * @param variables the names of the notebook's variables that it reads
 */
public record Code(
    String head, String digest, SortedMap<String, String> parts, SortedSet<String> variables) {

  public Code {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    variables = Collections.unmodifiableSortedSet(new TreeSet<>(variables));
  }

  /** What has been changed, added or taken away since, by what a person calls it; sorted. */
  public List<String> changedSince(Code earlier) {
    return Stream.of(parts, earlier.parts)
        .map(Map::keySet)
        .flatMap(Set::stream)
        .distinct()
        .filter(part -> !String.valueOf(parts.get(part)).equals(earlier.parts.get(part)))
        .sorted()
        .toList();
  }
}
