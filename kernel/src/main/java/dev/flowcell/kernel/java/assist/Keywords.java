package dev.flowcell.kernel.java.assist;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words of the language that can stand at the end of code; JShell offers few of them. */
final class Keywords {

  private static final int LEAST = 2;

  /** Without those that cells can't use or that nobody types. */
  private static final List<String> ALL =
      List.of(
          "abstract",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "continue",
          "default",
          "do",
          "double",
          "else",
          "enum",
          "extends",
          "false",
          "final",
          "finally",
          "float",
          "for",
          "if",
          "implements",
          "import",
          "instanceof",
          "int",
          "interface",
          "long",
          "new",
          "null",
          "permits",
          "private",
          "protected",
          "public",
          "record",
          "return",
          "sealed",
          "short",
          "static",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "transient",
          "true",
          "try",
          "var",
          "void",
          "volatile",
          "while",
          "yield");

  /** The only ones that follow a name on its line. */
  private static final Set<String> BEHIND_A_NAME =
      Set.of("extends", "implements", "instanceof", "permits", "throws");

  /** What follows them is a name that is being given or looked for. */
  private static final Set<String> BEFORE_A_NAME =
      Set.of(
          "boolean",
          "byte",
          "char",
          "class",
          "double",
          "enum",
          "float",
          "import",
          "int",
          "interface",
          "long",
          "package",
          "record",
          "short",
          "var",
          "void");

  private static final Pattern PREVIOUS =
      Pattern.compile(
          "(?<word>[\\w$]+|(?<!-)>|\\])[ \\t]+$|(?:[.@]|::)\\s*$", Pattern.UNICODE_CHARACTER_CLASS);

  private Keywords() {}

  /** Those that begin with the word, which is the last of the code. */
  static Stream<String> beginning(String word, String code) {
    if (word.length() < LEAST) {
      return Stream.empty();
    }
    Matcher previous = PREVIOUS.matcher(code.substring(0, code.length() - word.length()));
    Stream<String> fitting = ALL.stream().filter(each -> each.startsWith(word));
    if (!previous.find()) {
      return fitting;
    }
    String before = previous.group("word");
    if (before == null || BEFORE_A_NAME.contains(before)) {
      return Stream.empty();
    }
    return ALL.contains(before) ? fitting : fitting.filter(BEHIND_A_NAME::contains);
  }
}
