package dev.flowcell.kernel.java.shell;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.JShell;

/** What a piece of code names, and what it can do without. */
final class Names {

  /** Literals, and names with what stands before and behind them; a comment is not looked into. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)+\"|'(?:[^'\\\\]|\\\\.)+'|\\.?\\d[\\w.]*"
              + "|(?<unknown>\"|'|//|/\\*|\\\\|@)"
              + "|(?<member>(?:\\.|::)\\s*)?(?<name>[\\p{L}_$][\\p{L}\\p{N}_$]*)(?<call>\\s*\\()?");

  private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

  /** Longer ones take the matcher's stack, and name something nearly always. */
  private static final int LONGEST = 400;

  private static final int MOST = 100_000;

  /** What needs no import and can't be a variable's name, and what most code has of java.lang. */
  private static final Set<String> EVERYWHERE =
      Set.of(
          "true",
          "false",
          "null",
          "boolean",
          "byte",
          "char",
          "short",
          "int",
          "long",
          "float",
          "double",
          "instanceof",
          "Boolean",
          "Character",
          "Double",
          "Integer",
          "Long",
          "Math",
          "Object",
          "String",
          "System");

  private Names() {}

  /**
   * Whether a source names nothing but variables, their members and what is everywhere, so that it
   * means the same without imports.
   *
   * @param variable tells the names of variables
   */
  static boolean areVariables(String source, Predicate<String> variable) {
    if (source.length() > LONGEST) {
      return false;
    }
    Matcher token = TOKEN.matcher(source);
    while (token.find()) {
      String name = token.group("name");
      if (token.group("unknown") != null
          || (name != null && token.group("member") == null && !isKnown(token, variable))) {
        return false;
      }
    }
    return true;
  }

  /** Tells the names of a session's variables. */
  static Predicate<String> ofVariables(JShell jshell) {
    return name -> jshell.variables().anyMatch(variable -> variable.name().equals(name));
  }

  /** A method is not: an import may bring others of its name. */
  private static boolean isKnown(Matcher token, Predicate<String> variable) {
    String name = token.group("name");
    return token.group("call") == null && (EVERYWHERE.contains(name) || variable.test(name));
  }

  /** Names that may be in a source; empty where it may have others, too. */
  static Optional<Set<String>> in(String source) {
    return source.contains("\\u") || source.length() > MOST
        ? Optional.empty()
        : Optional.of(
            WORD.matcher(source).results().map(MatchResult::group).collect(Collectors.toSet()));
  }
}
