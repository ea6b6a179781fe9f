package dev.flowcell.kernel.java.errors;

import java.util.regex.Pattern;

/**
 * Something that a declaration uses and that is not there, by JShell's words.
 *
 * @param shown as a note says it, such as {@code calls report(int)}
 * @param arguments of a method, or -1
 */
record Missing(SourceNames.Kind kind, String name, String shown, int arguments) {

  private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])");

  /** Of words such as {@code method report(int)}, {@code variable n} or {@code class Zoo}. */
  static Missing of(String words) {
    String what = PACKAGE.matcher(words.replaceFirst("^\\w+ ", "")).replaceAll("");
    SourceNames.Kind kind =
        words.startsWith("method ")
            ? SourceNames.Kind.METHOD
            : words.startsWith("variable ") ? SourceNames.Kind.VARIABLE : SourceNames.Kind.TYPE;
    return new Missing(
        kind,
        what.replaceFirst("\\(.*", ""),
        kind == SourceNames.Kind.METHOD ? what : PACKAGE.matcher(words).replaceAll(""),
        kind == SourceNames.Kind.METHOD ? arguments(what) : -1);
  }

  /** Types in angle brackets have commas of their own. */
  private static int arguments(String call) {
    String types = call.substring(call.indexOf('(') + 1).replaceFirst("\\)$", "");
    if (types.isEmpty()) {
      return 0;
    }
    int depth = 0;
    int commas = 0;
    for (char each : types.toCharArray()) {
      depth += each == '<' ? 1 : each == '>' ? -1 : 0;
      commas += each == ',' && depth == 0 ? 1 : 0;
    }
    return commas + 1;
  }

  boolean isMethod() {
    return kind == SourceNames.Kind.METHOD;
  }

  String verb() {
    return isMethod() ? "calls" : "uses";
  }

  /** As a member: a method has no verb of its own there. */
  String noun() {
    return isMethod() ? "method " + shown : shown;
  }
}
