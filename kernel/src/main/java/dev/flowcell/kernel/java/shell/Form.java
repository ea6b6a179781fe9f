package dev.flowcell.kernel.java.shell;

import java.util.List;
import java.util.regex.Pattern;

/** What code that declares nothing may be, and how it is put into a method that gives its value. */
public enum Form {

  /** An expression with a value. */
  VALUE("if (true) return\n"),

  /** A statement; it has a value only where it returns one, as cells of BeakerX do. */
  STATEMENT("if (true)\n");

  /**
   * A semicolon, in case that the code has none or a comment behind its own. But for the if, what
   * stands here would be an error behind code that never ends.
   */
  private static final String BEHIND = "\n;\nreturn null;\n";

  /** Longer ones take the matcher's stack. */
  private static final int LONGEST = 400;

  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

  /** To a name, a member or an element; a declaration has a type before the name. */
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "[\\p{L}_$][\\p{L}\\p{N}_$]*(?:\\s*\\.\\s*[\\p{L}_$][\\p{L}\\p{N}_$]*|\\s*\\[[^\\[\\]=]*\\])*"
              + "\\s*(?:[-+*/%&|^]|<<|>>>?)?=(?!=)");

  /** What has an equals sign behind more than that is a declaration in most cases. */
  private static final Pattern INITIALIZED = Pattern.compile("(?<![=!<>])=(?!=)|<<=|>>=");

  private static final Pattern KEYWORD =
      Pattern.compile(
          "(?:(?:for|while|if|try|switch|synchronized)\\s*[({]|(?:do|throw|assert|return)\\b|\\{)");

  /** Behind a name; a declaration has two, one behind the other. */
  private static final Pattern CALL =
      Pattern.compile(
          "[\\p{L}_$][\\p{L}\\p{N}_$]*(?:\\s*\\.\\s*[\\p{L}_$][\\p{L}\\p{N}_$]*)*\\s*\\(");

  private static final Pattern PRINT =
      Pattern.compile("System\\s*\\.\\s*(?:out|err)\\s*\\.\\s*print");

  private final String before;

  Form(String before) {
    this.before = before;
  }

  /** The forms worth a try, the likeliest first; none for what most likely declares something. */
  static List<Form> of(String source) {
    String text = source.strip();
    if (KEYWORD.matcher(text).lookingAt() || ASSIGNMENT.matcher(text).lookingAt()) {
      return List.of(STATEMENT);
    }
    if (text.endsWith("}") || INITIALIZED.matcher(withoutTexts(text)).find()) {
      return List.of();
    }
    if (PRINT.matcher(text).lookingAt()) {
      return List.of(STATEMENT);
    }
    if (CALL.matcher(text).lookingAt()) {
      return List.of(VALUE, STATEMENT);
    }
    return text.endsWith(";") ? List.of() : List.of(VALUE);
  }

  private static String withoutTexts(String text) {
    return text.length() > LONGEST ? text : TEXT.matcher(text).replaceAll("");
  }

  /** Statements of a method that end with the return of the value, or of null. */
  String body(String source) {
    return before + source + BEHIND;
  }

  /** The line of the body where the source begins, from 1. */
  int firstLine() {
    return 1 + (int) before.chars().filter(c -> c == '\n').count();
  }
}
