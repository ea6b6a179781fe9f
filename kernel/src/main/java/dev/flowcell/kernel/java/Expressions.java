package dev.flowcell.kernel.java;

import java.util.regex.Pattern;

/** What is most likely an expression with a value, and the variables that take such values. */
final class Expressions {

  private static final String VARIABLE = "$value";

  /** Assignments, increments, and what is in most cases the name of a variable. */
  private static final Pattern OTHER =
      Pattern.compile("(?<![=!<>])=(?!=)|<<=|>>=|\\+\\+|--|\\A\\w*\\z");

  private Expressions() {}

  /** Whether it is worth a try: statements and declarations end with a semicolon or a brace. */
  static boolean mayBe(String source) {
    String text = source.strip();
    return !text.endsWith(";") && !text.endsWith("}") && !OTHER.matcher(text).find();
  }

  /** The declaration of such a variable, up to its value. */
  static String variable(long number) {
    return "Object " + VARIABLE + number + " = ";
  }

  static boolean isVariable(String name) {
    return name.startsWith(VARIABLE);
  }
}
