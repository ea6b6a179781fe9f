package dev.flowcell.kernel.java.code;

import java.util.regex.Pattern;

/** Names that stand in generated code only: {@code cleanData$task} is {@code cleanData}. */
public final class HiddenNames {

  private static final Pattern SUFFIX =
      Pattern.compile(
          "(?<=\\w)\\$(task|flow)\\b|throws/\\*\\$\\*/Exception "
              + "|public/\\*\\$\\*/ | permits/\\*\\$\\*/[^{]*",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** Put before a constructor. */
  static final String PUBLIC = "public/*$*/ ";

  private static final String HANDLE = "dev.flowcell.TaskHandle<";

  private HiddenNames() {}

  /** Put before the body of a sealed type. */
  static String permits(String types) {
    return " permits/*$*/ " + types + " ";
  }

  /** Whether a variable of that type stands beside a task, and was declared by nobody. */
  public static boolean isHandle(String type) {
    return type.startsWith(HANDLE);
  }

  /** The text with every hidden name as the user wrote it. */
  public static String strip(String text) {
    return SUFFIX.matcher(text).replaceAll("");
  }
}
