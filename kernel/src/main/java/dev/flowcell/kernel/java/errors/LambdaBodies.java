package dev.flowcell.kernel.java.errors;

import java.util.regex.Pattern;

/** Where lambdas are in a source. */
final class LambdaBodies {

  private static final Pattern CASE =
      Pattern.compile("\\b(?:case\\b[^;{}]*|default\\s*)", Pattern.DOTALL);

  private LambdaBodies() {}

  /** Whether a place is within a lambda. */
  static boolean has(String source, int position) {
    String before = BareCode.of(source).substring(0, Math.min(position, source.length()));
    int arrow = before.lastIndexOf("->");
    while (arrow >= 0 && !isLambdaUpTo(before, arrow)) {
      arrow = before.lastIndexOf("->", arrow - 1);
    }
    return arrow >= 0;
  }

  private static boolean isLambdaUpTo(String before, int arrow) {
    return !ofCase(before.substring(0, arrow)) && isOpen(before.substring(arrow + 2));
  }

  private static boolean ofCase(String before) {
    int statement =
        Math.max(
            before.lastIndexOf(';'), Math.max(before.lastIndexOf('{'), before.lastIndexOf('}')));
    return CASE.matcher(before.substring(statement + 1).strip()).matches();
  }

  /** Whether what begins with a lambda's body has not ended it. */
  private static boolean isOpen(String body) {
    int depth = 0;
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      depth += "({[".indexOf(c) >= 0 ? 1 : ")}]".indexOf(c) >= 0 ? -1 : 0;
      boolean ended = depth < 0 || depth == 0 && (c == ',' || c == ';' || c == '}');
      if (ended) {
        return false;
      }
    }
    return true;
  }
}
