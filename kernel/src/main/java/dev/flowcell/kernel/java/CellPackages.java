package dev.flowcell.kernel.java;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packages that cells say they are in, as BeakerX has them. Their types are the notebook's as
 * those of all cells are, so that they can be declared again: what names a package is blank in what
 * is compiled. Thread-safe.
 */
final class CellPackages {

  private static final String BLANK_OR_COMMENT = "(?:\\s|//[^\\n]*+|/\\*(?s:.*?)\\*/)*+";

  private static final Pattern LINE =
      Pattern.compile(BLANK_OR_COMMENT + "(package\\s+(?<name>[\\w.]+)\\s*;)");

  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|interface|enum|record)\\s+(?<name>\\w+)");

  /** What is no code comes first: a name in it stays. */
  private static final Pattern NAMED =
      Pattern.compile(
          "//[^\\n]*+|/\\*(?s:.*?)\\*/|\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\""
              + "|'(?:\\\\.|[^'\\\\\\n])*+'"
              + "|\\bimport\\s+(?<import>[\\w.]+\\.(?:\\w+|\\*))\\s*;"
              + "|(?<![\\w.])(?<package>\\w+(?:\\.\\w+)*?)\\.(?=(?<type>\\p{Lu}\\w*))");

  /** Full names of the types, and of each package with a star. */
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  /** The code with blanks for the package it is in, and where it names types of such packages. */
  String blank(String code) {
    Matcher line = LINE.matcher(code);
    String rest = code;
    if (line.lookingAt()) {
      String name = line.group("name");
      names.add(name + ".*");
      TYPE.matcher(code).results().forEach(type -> names.add(name + "." + type.group(1)));
      rest = code.substring(0, line.start(1)) + blanks(line.group(1)) + code.substring(line.end());
    }
    return names.isEmpty() ? rest : NAMED.matcher(rest).replaceAll(this::withoutPackage);
  }

  private String withoutPackage(MatchResult match) {
    String imported = match.group(1);
    String inPackage = match.group(2);
    boolean ours =
        imported != null && names.contains(imported)
            || inPackage != null && names.contains(inPackage + "." + match.group(3));
    return ours ? blanks(match.group()) : Matcher.quoteReplacement(match.group());
  }

  private static String blanks(String text) {
    return text.replaceAll("[^\\n]", " ");
  }
}
