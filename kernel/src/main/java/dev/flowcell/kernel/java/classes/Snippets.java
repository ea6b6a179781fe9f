package dev.flowcell.kernel.java.classes;

import dev.flowcell.kernel.java.code.CellClassNames;
import dev.flowcell.kernel.java.code.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Where each snippet stands in its cell, and from there what a class of JShell's has to be called
 * in a stack trace. Not thread-safe.
 */
public final class Snippets {

  /** JShell's name of the class around one snippet, or around several overloads. */
  private static final Pattern CLASS =
      CellClassNames.pattern("(?<keys>" + CellClassNames.KEYS + ")");

  private final Map<Integer, Place> places = new HashMap<>();

  /**
   * Notes where a snippet stands, by the number of its id.
   *
   * @return whether another one of that number stood somewhere before
   */
  public boolean put(int key, Place place) {
    return places.put(key, place) != null;
  }

  /** The place by that number. */
  public @Nullable Place get(int key) {
    return places.get(key);
  }

  /** The place of a snippet that was installed. */
  public @Nullable Place of(Snippet snippet) {
    return places.values().stream()
        .filter(place -> place.snippet().equals(snippet))
        .findFirst()
        .orElse(null);
  }

  /** Forgets where it stood. */
  public void forget(Snippet snippet) {
    places.values().removeIf(place -> place.snippet() == snippet);
  }

  /** Rewrites a class for the cells it comes from: a class for each. */
  public Map<String, byte[]> rewrite(String className, byte[] bytes, SourceCodeAnalysis analysis) {
    List<Mapping> mappings = mappings(className, analysis);
    if (mappings.isEmpty()) {
      return Map.of(className, ClassRewriter.rewrite(bytes, "a cell", line -> line));
    }
    IntFunction<Spot> spots = spots(mappings);
    IntUnaryOperator lines = line -> spots.apply(line).line();
    String file = mappings.get(0).place().code().file();
    if (mappings.stream().allMatch(each -> each.place().code().file().equals(file))) {
      return Map.of(className, ClassRewriter.rewrite(bytes, file, lines));
    }
    return ClassByCell.parts(bytes, line -> spots.apply(line).file()).stream()
        .collect(
            Collectors.toMap(
                ClassByCell.Part::name,
                part -> ClassRewriter.rewrite(part.bytes(), part.file(), lines)));
  }

  private List<Mapping> mappings(String className, SourceCodeAnalysis analysis) {
    Matcher matcher = CLASS.matcher(className);
    if (!matcher.lookingAt()) {
      return List.of();
    }
    return Stream.of(matcher.group("keys").split("_"))
        .map(key -> places.get(Integer.parseInt(key.replaceAll("[A-Z]", ""))))
        .filter(Objects::nonNull)
        .map(place -> new Mapping(place, analysis.wrapper(place.snippet())))
        .filter(mapping -> mapping.wrapper().fullClassName().equals(matcher.group()))
        .toList();
  }

  /** A line of a cell. */
  private record Spot(String file, int line) {}

  private static IntFunction<Spot> spots(List<Mapping> mappings) {
    String wrapped = mappings.get(0).wrapper().wrapped();
    int[] starts =
        Stream.concat(
                Stream.of(0),
                Pattern.compile("\n").matcher(wrapped).results().map(newline -> newline.end()))
            .mapToInt(Integer::intValue)
            .toArray();
    return line -> {
      if (line > starts.length) {
        return new Spot(mappings.get(0).place().code().file(), line);
      }
      int start = starts[line - 1];
      int end = line < starts.length ? starts[line] : wrapped.length();
      for (int i = start; i < end; i++) {
        for (Mapping mapping : mappings) {
          if (mapping.isUserCode(wrapped, i)) {
            return mapping.spot(i);
          }
        }
      }
      return mappings.get(0).spot(start);
    };
  }

  private record Mapping(Place place, SnippetWrapper wrapper) {

    /** How much of the text around must agree: overloads share one class and one numbering. */
    private static final int ENOUGH = 40;

    boolean isUserCode(String wrapped, int index) {
      String source = place.snippet().source();
      int position = wrapper.wrappedToSourcePosition(index);
      if (position >= source.length() || wrapper.sourceToWrappedPosition(position) != index) {
        return false;
      }
      int length = Math.min(ENOUGH, Math.min(wrapped.length() - index, source.length() - position));
      String mine = source.substring(position, position + length);
      String theirs = wrapped.substring(index, index + length);
      return !Character.isWhitespace(theirs.charAt(0)) && agree(mine, theirs);
    }

    /** Comments and modifiers are blank in what JShell compiles. */
    private static boolean agree(String mine, String theirs) {
      for (int i = 0; i < theirs.length() && theirs.charAt(i) != '\n'; i++) {
        char compiled = theirs.charAt(i);
        if (!Character.isWhitespace(compiled) && compiled != mine.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    Spot spot(int index) {
      return new Spot(place.code().file(), place.line(wrapper.wrappedToSourcePosition(index)));
    }
  }
}
