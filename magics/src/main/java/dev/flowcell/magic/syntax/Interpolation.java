package dev.flowcell.magic.syntax;

import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pieces of Java within a magic line, as {@code \{version}} or {@code ${version}}: notebooks of
 * rapaio's kernel have them. With a backslash before it a piece is a word like any other.
 */
public final class Interpolation {

  private static final Pattern PIECE =
      Pattern.compile("(?<!\\\\)\\\\\\{([^{}\\n]+)}|(?<!\\\\)\\$\\{([^{}\\n]+)}");

  private Interpolation() {}

  /** Whether a piece begins there. */
  static boolean begins(String text, int at) {
    return PIECE.matcher(text).region(at, text.length()).lookingAt();
  }

  /** Whether there is one between two places. */
  public static boolean isIn(String text, int from, int to) {
    return PIECE.matcher(text).region(from, to).find();
  }

  /**
   * The text between two places, with what its pieces say in their stead.
   *
   * @param evaluate from where a piece's Java begins and ends to its value as text
   */
  public static String of(
      String text, int from, int to, BiFunction<Integer, Integer, String> evaluate) {
    Matcher matcher = PIECE.matcher(text).region(from, to);
    StringBuilder said = new StringBuilder();
    int at = from;
    for (MatchResult piece : matcher.results().toList()) {
      int java = piece.start(1) >= 0 ? 1 : 2;
      said.append(text, at, piece.start());
      said.append(evaluate.apply(piece.start(java), piece.end(java)));
      at = piece.end();
    }
    return said.append(text, at, to).toString();
  }
}
