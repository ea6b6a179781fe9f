package dev.flowcell.kernel.java.assist;

import dev.flowcell.cell.MimeBundle;
import dev.flowcell.kernel.java.code.HiddenNames;
import dev.flowcell.kernel.java.code.SourceParts;
import dev.flowcell.kernel.java.errors.CompileErrors;
import dev.flowcell.kernel.java.errors.CompilerWords;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;

/** What is known of the name at the end of code. Asked under the lock of its session. */
final class Inspections {

  private static final Pattern VARIABLE = Pattern.compile("(?<name>[^:]+):(?<type>.+)");

  private final JShell jshell;
  private final WrittenDocs docs;
  private final OwnDocs own = new OwnDocs();
  private final ParameterNames names = new ParameterNames();

  /**
   * Answers from a session.
   *
   * @param docs what cells say of what they declare
   */
  Inspections(JShell jshell, WrittenDocs docs) {
    this.jshell = jshell;
    this.docs = docs;
  }

  /**
   * What these types would be with an import, and the line to add.
   *
   * @param member of the type, with its dot, or empty
   * @param documented whether with Javadoc, which may take long to find
   */
  Optional<MimeBundle> unimported(
      List<String> types, String member, boolean documented, SourceCodeAnalysis analysis) {
    return types.stream()
        .flatMap(type -> withImport(type, member, types, documented, analysis).stream())
        .findFirst()
        .map(MimeBundle::text);
  }

  /** The import stands under the first line: what follows may be long. */
  private Optional<String> withImport(
      String type,
      String member,
      List<String> types,
      boolean documented,
      SourceCodeAnalysis analysis) {
    String others =
        types.stream()
            .filter(each -> member.isEmpty() && !each.equals(type))
            .map(each -> "\nor: import " + each + ";")
            .collect(Collectors.joining());
    Stream<String> told =
        Stream.of(type + member + "(", type + member)
            .skip(member.isEmpty() ? 1 : 0)
            .map(text -> documentation(text, documented, analysis))
            .filter(text -> !text.isEmpty());
    return Stream.concat(told, Stream.of(type).filter(name -> member.isEmpty()))
        .findFirst()
        .map(
            text ->
                text.replaceFirst(
                    "(?=\n|$)",
                    Matcher.quoteReplacement("\n" + CompileErrors.importing(type) + others)));
  }

  /** What the session knows. */
  Optional<MimeBundle> inspect(String before, boolean documented, SourceCodeAnalysis analysis) {
    int start = SourceParts.lastBegins(before, analysis);
    Stream<String> texts =
        Stream.of(before, before.substring(start))
            .distinct()
            .flatMap(text -> Stream.of(text + "(", text))
            .map(text -> documentation(text, documented, analysis))
            .filter(text -> !text.isEmpty());
    return Stream.concat(variable(before).stream(), texts).findFirst().map(MimeBundle::text);
  }

  private Optional<String> variable(String before) {
    String word = Completions.wordAtEnd(before);
    int start = before.length() - word.length();
    boolean member = start > 0 && before.charAt(start - 1) == '.';
    return jshell
        .variables()
        .filter(variable -> !member && variable.name().equals(word))
        .filter(variable -> !HiddenNames.isHandle(variable.typeName()))
        .map(variable -> docs.ofVariable(variable))
        .findFirst();
  }

  private String documentation(String text, boolean documented, SourceCodeAnalysis analysis) {
    return analysis.documentation(text, text.length(), documented).stream()
        .map(this::text)
        .distinct()
        .collect(Collectors.joining("\n\n"));
  }

  private String text(Documentation documentation) {
    String signature = Signature.plain(HiddenNames.strip(documentation.signature()));
    return docs.of(signature)
        .orElseGet(
            () ->
                Javadoc.under(
                    readable(names.in(signature)) + headOf(signature),
                    own.of(signature).orElseGet(documentation::javadoc)));
  }

  private static String headOf(String signature) {
    return TypeHeads.of(signature).map(head -> "\n" + head).orElse("");
  }

  /** A type of a library as it is imported, the others in short; variables as they are declared. */
  private static String readable(String signature) {
    if (signature.contains("(")) {
      return CompilerWords.shortTypes(signature);
    }
    Matcher variable = VARIABLE.matcher(signature);
    return variable.matches()
        ? CompilerWords.shortTypes(variable.group("type") + " " + variable.group("name"))
        : signature;
  }
}
