package dev.flowcell.kernel.java.code;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * How far the first snippet of a code goes.
 *
 * @param source the snippet, with a semicolon where only that is missing
 * @param remaining what stands behind it
 */
public record Extent(Completeness completeness, String source, String remaining) {

  /**
   * What JShell's look does not know (most of it on Java 17 only), and means the same for it
   * without the words of the first group: it would take all that follows for the same snippet.
   */
  private static final List<Pattern> UNKNOWN =
      List.of(
          Pattern.compile("\\b(public)\\s+default\\s+(?:[\\w<>?,.@]|\\[|\\]|\\s)+\\("),
          Pattern.compile("->\\s*(throw)\\b"),
          Pattern.compile("\\b(non-sealed)\\s"),
          Pattern.compile("\\b(synchronized)\\s+[\\w<](?:[\\w<>?,.@]|\\[|\\]|\\s)*\\("));

  /** Of some code, as JShell sees it. */
  public static Extent of(String code, SourceCodeAnalysis analysis) {
    CompletionInfo info = analysis.analyzeCompletion(code);
    if (info.completeness() == Completeness.UNKNOWN) {
      String known = blank(code);
      CompletionInfo again = known.equals(code) ? info : analysis.analyzeCompletion(known);
      if (again.completeness() != Completeness.UNKNOWN) {
        return new Extent(
            again.completeness(),
            unblanked(again.source(), known, code),
            code.substring(code.length() - again.remaining().length()));
      }
    }
    return new Extent(info.completeness(), info.source(), info.remaining());
  }

  private static String blank(String code) {
    StringBuilder blanked = new StringBuilder(code);
    for (Pattern unknown : UNKNOWN) {
      for (Matcher words = unknown.matcher(code); words.find(); ) {
        blanked.replace(words.start(1), words.end(1), " ".repeat(words.group(1).length()));
      }
    }
    return blanked.toString();
  }

  private static String unblanked(String source, String known, String code) {
    if (known.startsWith(source)) {
      return code.substring(0, source.length());
    }
    int semicolon = Arrays.mismatch(source.toCharArray(), known.toCharArray());
    return code.substring(0, semicolon) + ";" + code.substring(semicolon, source.length() - 1);
  }
}
