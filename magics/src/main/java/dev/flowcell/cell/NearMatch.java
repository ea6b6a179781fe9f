package dev.flowcell.cell;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word that was probably meant, for errors that name one nobody knows. Thread-safe. */
public final class NearMatch {

  private NearMatch() {}

  /** The candidate nearest to a word, if one is near; upper and lower case count as the same. */
  public static Optional<String> of(String word, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> isNear(word, candidate))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** {@code , did you mean …?} or nothing. */
  public static String question(String word, Collection<String> candidates, String prefix) {
    return of(word, candidates).map(near -> ", did you mean " + prefix + near + "?").orElse("");
  }

  /** Nobody mistypes the first letter and another one: Father is no Matcher. */
  private static boolean isNear(String word, String candidate) {
    int length = Math.max(word.length(), candidate.length());
    int most = Math.min(startAlike(word, candidate) ? 2 : 1, length / 3);
    return Math.abs(word.length() - candidate.length()) <= most
        && distance(word, candidate) <= most;
  }

  private static boolean startAlike(String word, String candidate) {
    return word.regionMatches(true, 0, candidate, 0, 1);
  }

  /** How many letters must be put in, left out, changed, or swapped with the next one. */
  private static int distance(String word, String candidate) {
    String a = word.toLowerCase(Locale.ROOT);
    String b = candidate.toLowerCase(Locale.ROOT);
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        steps[i][j] = i == 0 ? j : j == 0 ? i : step(steps, a, b, i, j);
      }
    }
    return steps[a.length()][b.length()];
  }

  private static int step(int[][] steps, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
    best = Math.min(best, steps[i - 1][j - 1] + change);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
  }
}
