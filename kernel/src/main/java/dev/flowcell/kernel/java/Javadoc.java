package dev.flowcell.kernel.java;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text of a Javadoc comment without its marks. */
final class Javadoc {

  private static final Pattern CODE = Pattern.compile("\\{@(?:code|literal|value)\\s+([^}]*)}");
  private static final Pattern LINK =
      Pattern.compile("\\{@link(?:plain)?\\s+([^\\s}(]*(?:\\([^)]*\\))?)(?:\\s+([^}]*))?}");
  private static final Pattern ITEM = Pattern.compile("\\s*<li>\\s*");
  private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^>]*>");
  private static final Pattern PARAMETERS =
      Pattern.compile("(?m)^[ \\t]*@(param|return|throws)\\s+");

  private Javadoc() {}

  /** What stands below a signature. */
  static String under(String signature, @Nullable String comment) {
    return comment == null || comment.isBlank() ? signature : signature + "\n" + text(comment);
  }

  /** The words of a comment whose stars are gone. */
  static String text(String comment) {
    String code = CODE.matcher(comment).replaceAll("$1");
    String links =
        LINK.matcher(code)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        match.group(2) != null
                            ? match.group(2)
                            : match.group(1).replaceFirst("^#", "").replace('#', '.')));
    String plain = TAG.matcher(ITEM.matcher(links).replaceAll("\n- ")).replaceAll("");
    String named =
        plain
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&nbsp;", " ")
            .replace("&amp;", "&");
    return PARAMETERS
        .matcher(named)
        .replaceAll("@$1 ")
        .lines()
        .map(line -> line.startsWith(" ") ? line.substring(1) : line)
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"))
        .replaceAll("\n{3,}", "\n\n")
        .strip();
  }
}
