package dev.flowcell.kernel.java.assist;

import dev.flowcell.cell.Completion;
import dev.flowcell.kernel.java.code.HiddenNames;
import dev.flowcell.kernel.java.code.SourceParts;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** What can stand at the end of code: as JShell has it, and what JShell does not see in a cell. */
final class Completions {

  static final int MOST = 500;

  private static final Pattern SWITCH =
      Pattern.compile("\\bswitch\\s*\\((?<in>[^(){};]*(?:\\([^()]*\\)[^(){};]*)*)\\)\\s*\\{");
  private static final Pattern CASE =
      Pattern.compile("\\bcase\\s+(?:\\w+\\s*,\\s*)*(?<word>\\w*)$");
  private static final Pattern CONSTANT = Pattern.compile("(?!class$)\\w+");
  private static final Pattern REFERENCE =
      Pattern.compile("(?<type>\\b[A-Z][\\w.]*)::(?<word>\\w*)$");
  private static final Pattern LOCAL =
      Pattern.compile(
          "(?:\\b(?:int|long|double|boolean|char|float|byte|short|var)|\\b[A-Z]\\w*(?:<[^;(){}]*>)?)"
              + "(?:\\[\\])*\\s+(\\w+)\\s*(?=[=;:,)])",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern CONDITION =
      Pattern.compile("(?:\\belse\\s+)?\\b(?:if|while|switch)\\s*(?=\\()");
  private static final Pattern FOR_EACH = Pattern.compile("\\bfor\\s*\\([^(){};:=]*+(?<!:):(?!:)");

  /** A type in {@link Enum}: every enum has it, and nobody looks for it there. */
  private static final String IN_ENUM = "EnumDesc";

  private static final Pattern BEHIND_ENUM = Pattern.compile("\\bEnum\\.\\w*$");

  private Completions() {}

  /** Whether the code ends with the label of a switch that is being typed. */
  static boolean isLabel(String before) {
    return CASE.matcher(before).find();
  }

  /** All of it; under the lock of the session that is asked. */
  static Completion complete(String written, SourceCodeAnalysis analysis) {
    Optional<Completion> other = constants(written, analysis).or(() -> members(written, analysis));
    return other.orElseGet(() -> completeName(withoutForEach(written), analysis));
  }

  private static Completion completeName(String before, SourceCodeAnalysis analysis) {
    Completion whole = complete(before, 0, analysis);
    int start = SourceParts.lastBegins(before, analysis);
    Completion found =
        whole.matches().isEmpty() && start > 0 ? complete(before, start, analysis) : whole;
    return locals(
        before,
        start,
        found.matches().isEmpty() ? complete(withoutCondition(before), 0, analysis) : found);
  }

  /** The constants of an enum, behind {@code case}. */
  private static Optional<Completion> constants(String before, SourceCodeAnalysis analysis) {
    Matcher label = CASE.matcher(before);
    Optional<String> in = last(SWITCH, before).map(head -> head.group(1));
    if (in.isEmpty() || !label.find()) {
      return Optional.empty();
    }
    String word = label.group("word");
    List<String> matches =
        typeOf(in.get(), before, analysis).stream()
            .flatMap(type -> constantsOf(type, analysis))
            .filter(constant -> constant.startsWith(word))
            .toList();
    return matches.isEmpty()
        ? Optional.empty()
        : Optional.of(new Completion(matches, before.length() - word.length(), before.length()));
  }

  /** By JShell, or for a variable of the cell by its declaration. */
  private static Optional<String> typeOf(String value, String before, SourceCodeAnalysis analysis) {
    String known = analysis.analyzeType(value, 0);
    if (known != null) {
      return Optional.of(known);
    }
    Pattern declared =
        Pattern.compile("\\b([A-Z]\\w*)\\s+" + Pattern.quote(value.strip()) + "(?!\\w)");
    return last(declared, before).map(found -> found.group(1));
  }

  private static Stream<String> constantsOf(String type, SourceCodeAnalysis analysis) {
    List<String> statics = complete(type + ".", 0, analysis).matches();
    return statics.contains("values()") && statics.contains("valueOf(")
        ? statics.stream().filter(each -> CONSTANT.matcher(each).matches())
        : Stream.empty();
  }

  /** The methods that a method reference can name. */
  private static Optional<Completion> members(String before, SourceCodeAnalysis analysis) {
    Matcher reference = REFERENCE.matcher(before);
    if (!reference.find()) {
      return Optional.empty();
    }
    String type = reference.group("type");
    String word = reference.group("word");
    List<String> matches =
        Stream.of(type + "." + word, "((" + type + ") null)." + word)
            .flatMap(code -> complete(code, 0, analysis).matches().stream())
            .filter(match -> match.contains("("))
            .map(match -> match.substring(0, match.indexOf('(')))
            .distinct()
            .toList();
    return matches.isEmpty()
        ? Optional.empty()
        : Optional.of(new Completion(matches, before.length() - word.length(), before.length()));
  }

  /** With the local variables of the method around, which JShell leaves out. */
  private static Completion locals(String before, int snippet, Completion found) {
    String word = wordAtEnd(before);
    int start = before.length() - word.length();
    if (word.isEmpty() || found.start() != start || before.startsWith(".", start - 1)) {
      return found;
    }
    Stream<String> locals =
        LOCAL
            .matcher(before.substring(snippet, start))
            .results()
            .map(match -> match.group(1))
            .filter(name -> name.startsWith(word));
    return new Completion(
        Stream.concat(locals, found.matches().stream()).distinct().limit(MOST).toList(),
        found.start(),
        found.end());
  }

  /** The name or the part of one that the code ends with. */
  static String wordAtEnd(String before) {
    int start = before.length();
    while (start > 0 && Character.isJavaIdentifierPart(before.charAt(start - 1))) {
      start--;
    }
    return before.substring(start);
  }

  /** JShell knows the members of no value in a condition; it does where only the brackets are. */
  private static String withoutCondition(String before) {
    return last(CONDITION, before).map(head -> without(head, before)).orElse(before);
  }

  /** Nor those of the values that a loop is to go through. */
  private static String withoutForEach(String before) {
    return last(FOR_EACH, before)
        .filter(head -> isOpen(before.substring(head.end())))
        .map(head -> without(head, before))
        .orElse(before);
  }

  private static String without(MatchResult head, String before) {
    return before.substring(0, head.start())
        + " ".repeat(head.end() - head.start())
        + before.substring(head.end());
  }

  /** Whether the bracket before is not closed. */
  private static boolean isOpen(String code) {
    int depth = 0;
    for (int i = 0; i < code.length() && depth >= 0; i++) {
      depth += code.charAt(i) == '(' ? 1 : code.charAt(i) == ')' ? -1 : 0;
    }
    return depth >= 0;
  }

  private static Optional<MatchResult> last(Pattern pattern, String code) {
    return pattern.matcher(code).results().reduce((earlier, later) -> later);
  }

  private static Completion complete(String before, int start, SourceCodeAnalysis analysis) {
    int[] anchor = {before.length() - start};
    String code = before.substring(start);
    List<Suggestion> suggestions = analysis.completionSuggestions(code, code.length(), anchor);
    List<String> matches =
        Stream.concat(
                suggestions.stream().filter(Suggestion::matchesType),
                suggestions.stream().filter(suggestion -> !suggestion.matchesType()))
            .map(Suggestion::continuation)
            .filter(match -> HiddenNames.strip(match).equals(match))
            .filter(match -> !match.startsWith("$JShell$"))
            .filter(match -> !match.equals(IN_ENUM) || BEHIND_ENUM.matcher(code).find())
            .distinct()
            .limit(MOST)
            .toList();
    return new Completion(matches, start + anchor[0], before.length());
  }
}
