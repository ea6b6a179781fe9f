package dev.flowcell.kernel.java;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What JShell calls the classes of cells. */
final class CellClassNames {

  static final String PACKAGE = "REPL";

  /** What each of them begins with. */
  static final String PREFIX = PACKAGE + ".$JShell$";

  /** Of the class around a snippet, or around several overloads, by the numbers of their keys. */
  static final String KEYS = "\\d+[A-Z]*(?:_\\d+[A-Z]*)*";

  /** A variable or type of a cell, or a lambda, behind JShell's name for what is around it. */
  private static final Pattern QUALIFIED = pattern("V?" + KEYS + "[.$]\\$?(?<name>[\\w$]*)");

  private CellClassNames() {}

  /** Whether a class is of cells, or of JShell's own beside them. */
  static boolean isOfCell(String name) {
    return name.startsWith(PACKAGE + ".");
  }

  /** A pattern that begins with {@link #PREFIX}. */
  static Pattern pattern(String rest) {
    return Pattern.compile(Pattern.quote(PREFIX) + rest);
  }

  /** A text with the variables and types of cells by the names that their cells gave them. */
  static String readable(String text) {
    return text.contains(PREFIX)
        ? QUALIFIED
            .matcher(text)
            .replaceAll(match -> Matcher.quoteReplacement(match.group(1).replace('$', '.')))
        : text;
  }
}
