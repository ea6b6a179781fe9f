package dev.flowcell.kernel.java.errors;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;

/** The constants of an enum that a switch leaves out. */
final class MissingCases {

  private static final int MOST = 8;

  private static final Pattern SWITCH =
      Pattern.compile("switch\\s*\\(\\s*(?<variable>\\w+)\\s*\\)\\s*\\{(?<body>[^{}]*)\\}");
  private static final Pattern CASE =
      Pattern.compile("\\bcase\\s+(?<constants>[\\w\\s,.]+?)\\s*(?:->|:)");
  private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9_]*");

  private MissingCases() {}

  /**
   * What is to be added to the switch that begins at a place.
   *
   * @param known what can be written behind a piece of code
   */
  static Optional<String> of(
      String source,
      int position,
      SourceCodeAnalysis analysis,
      Function<String, List<String>> known) {
    String bare = BareCode.of(source);
    Matcher found = SWITCH.matcher(bare).region(Math.min(position, bare.length()), bare.length());
    if (!found.lookingAt()) {
      return Optional.empty();
    }
    Set<String> named = named(found.group("body"));
    return type(found.group("variable"), bare.substring(0, position), analysis)
        .map(
            type ->
                constants(known.apply(type + ".")).stream()
                    .filter(each -> isOf(type, type + "." + each, analysis))
                    .toList())
        .map(all -> all.stream().filter(each -> !named.contains(each)).toList())
        .filter(missing -> !missing.isEmpty() && missing.size() <= MOST)
        .map(missing -> "add the missing " + String.join(", ", missing) + ", or default -> …");
  }

  private static Set<String> named(String body) {
    return CASE.matcher(body)
        .results()
        .flatMap(each -> CONSTANT.matcher(each.group(1)).results())
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  private static Optional<String> type(
      String variable, String before, SourceCodeAnalysis analysis) {
    return Pattern.compile("\\b([A-Z]\\w*)\\s+" + variable + "\\b")
        .matcher(before)
        .results()
        .reduce((earlier, later) -> later)
        .map(declared -> declared.group(1))
        .or(() -> Optional.ofNullable(analysis.analyzeType(variable, variable.length())));
  }

  private static boolean isOf(String type, String constant, SourceCodeAnalysis analysis) {
    return type.equals(analysis.analyzeType(constant, constant.length()));
  }

  /** None where it is no enum. */
  private static List<String> constants(List<String> members) {
    return members.contains("values()")
        ? members.stream().filter(each -> CONSTANT.matcher(each).matches()).toList()
        : List.of();
  }
}
