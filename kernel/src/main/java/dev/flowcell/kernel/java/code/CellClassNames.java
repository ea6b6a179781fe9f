package dev.flowcell.kernel.java.code;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What JShell calls the classes of cells. */
public final class CellClassNames {

  /** The package of them all. */
  public static final String PACKAGE = "REPL";

  /** What each of them begins with. */
  public static final String PREFIX = PACKAGE + ".$JShell$";

  /** What stands for a class that has no name. */
  private static final String UNNAMED = "(anonymous)";

  /** Of the class around a snippet, or around several overloads, by the numbers of their keys. */
  public static final String KEYS = "\\d+[A-Z]*(?:_\\d+[A-Z]*)*";

  /** Of classes that JShell does not know of. */
  public static final String DIRECT = "V";

  private static final String PART = "W";

  private static final String EDITION = "X";

  /** A class of a cell, whoever made it. */
  private static final String ANY = "[" + DIRECT + PART + EDITION + "]*" + KEYS;

  /** A variable or type of a cell, or a lambda, behind JShell's name for what is around it. */
  private static final Pattern QUALIFIED = pattern(ANY + "[.$]\\$?(?<name>[\\w$]*)");

  private static final Pattern AROUND = pattern(KEYS);

  private CellClassNames() {}

  /** Whether a class is of cells, or of JShell's own beside them. */
  public static boolean isOfCell(String name) {
    return name.startsWith(PACKAGE + ".");
  }

  /** How the classes begin that a class of JShell's is parted into. */
  public static String partOf(String name) {
    return PREFIX + PART + name.substring(PREFIX.length());
  }

  /**
   * A further edition of a class of JShell's.
   *
   * @param number of the edition, from 1
   */
  public static String edition(String name, int number) {
    return PREFIX + EDITION + name.substring(PREFIX.length()) + "_" + number;
  }

  /** The class that JShell has made around a snippet, by that class or one in it. */
  public static String around(String name) {
    int end = name.indexOf('$', PREFIX.length());
    return end < 0 ? name : name.substring(0, end);
  }

  /** Whether it is a class around a snippet, as JShell has made it. */
  public static boolean isAround(String name) {
    return AROUND.matcher(name).matches();
  }

  /** A pattern that begins with {@link #PREFIX}. */
  public static Pattern pattern(String rest) {
    return Pattern.compile(Pattern.quote(PREFIX) + rest);
  }

  /** An anonymous class, and the name JShell gives to one that is a variable's type. */
  private static final Pattern ANONYMOUS =
      Pattern.compile("(?<owner>(?:[A-Za-z_]\\w*\\$)*)\\d+(?!\\w)");

  private static final Pattern ANONYMOUS_VARIABLE =
      Pattern.compile("(?:[\\w.$]*\\$)?\\$?JShell\\$anonymous\\$\\$\\d+");

  private static final Pattern LAMBDA =
      pattern(ANY + "(?:\\$(?<owner>\\w[\\w$]*?))?\\$\\$Lambda(?:\\$\\d+)?/(?:0x)?[0-9a-f]+");

  /** A frame of a stack trace as the user's code prints it. */
  private static final Pattern FRAME =
      Pattern.compile(
          "(?:cells//)?"
              + Pattern.quote(PREFIX)
              + ANY
              + "\\.(?:do_it\\$|lambda\\$do_it\\$\\$\\d+)\\((?<place>[^()\\n]*)\\)");

  /** A text with the variables and types of cells by the names that their cells gave them. */
  public static String readable(String text) {
    String named = ANONYMOUS_VARIABLE.matcher(text).replaceAll(UNNAMED);
    if (!named.contains(PREFIX)) {
      return named;
    }
    String frames = FRAME.matcher(named).replaceAll("${place}").replace("cells//", "");
    String lambdas = LAMBDA.matcher(frames).replaceAll(match -> lambda(match.group(1)));
    return QUALIFIED
        .matcher(lambdas)
        .replaceAll(match -> Matcher.quoteReplacement(named(match.group(1))));
  }

  private static String lambda(@Nullable String owner) {
    return owner == null ? "lambda" : Matcher.quoteReplacement(owner.replace('$', '.')) + ".lambda";
  }

  private static String named(String name) {
    Matcher anonymous = ANONYMOUS.matcher(name);
    return anonymous.matches()
        ? anonymous.group("owner").replace('$', '.') + UNNAMED
        : name.replace('$', '.');
  }
}
