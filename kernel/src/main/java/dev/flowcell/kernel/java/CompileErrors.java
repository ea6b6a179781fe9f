package dev.flowcell.kernel.java;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.NearMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.SourceCodeAnalysis;

/** What javac says of a snippet, with the cell's line, a caret and a near name. */
final class CompileErrors {

  static final String NAME = "CompileError";

  private static final Pattern SYMBOL =
      Pattern.compile("symbol:\\s+(?<what>(?:\\w+ )+(?<name>[\\w$]+).*)");
  private static final Pattern LOCATION =
      Pattern.compile("location:\\s+(?<where>(?:variable|class|interface) [^\\n]+)");

  private CompileErrors() {}

  /** The first error of a snippet; javac's later ones mostly follow from it. */
  static CellError of(
      CellCode code, SourceParts.Part part, List<Diag> diagnostics, SourceCodeAnalysis analysis) {
    Optional<Diag> first = diagnostics.stream().filter(Diag::isError).findFirst();
    if (first.isEmpty()) {
      int line = code.line(part.offset());
      String message =
          SourceParts.isUnclosedComment(part) ? "unclosed comment" : "this code does not compile";
      return new CellError(
          NAME,
          message,
          List.of(code.file() + " line " + line + ": " + message, "    " + code.text(line)));
    }
    return of(code, part, first.get(), analysis);
  }

  private static CellError of(
      CellCode code, SourceParts.Part part, Diag diag, SourceCodeAnalysis analysis) {
    Matcher symbol = SYMBOL.matcher(diag.getMessage(Locale.ROOT));
    Optional<String> unknown = symbol.find() ? Optional.of(symbol.group("name")) : Optional.empty();
    int position = (int) diag.getPosition();
    if (unknown.isPresent()) {
      int name = part.source().indexOf(unknown.get(), position);
      position = name < 0 ? position : name;
    }
    String message = message(diag);
    int offset = part.offset() + position;
    int line = code.line(offset);
    int column = code.column(offset);
    List<String> lines = new ArrayList<>();
    lines.add(code.file() + " line " + line + ", column " + column + ": " + message);
    String shown = code.text(line);
    if (!shown.isBlank()) {
      lines.add("    " + shown);
      lines.add("    " + indent(shown, column) + "^");
    }
    int at = position;
    unknown
        .flatMap(name -> near(name, part.source(), at, analysis))
        .ifPresent(near -> lines.add("did you mean " + near + "?"));
    return new CellError(NAME, message, lines);
  }

  /** What javac says, in one line. */
  static String message(Diag diag) {
    return oneLine(HiddenNames.strip(diag.getMessage(Locale.ROOT)));
  }

  /** javac's "cannot find symbol" as one line; of the place only what a cell's reader knows. */
  private static String oneLine(String text) {
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    Matcher symbol = SYMBOL.matcher(text);
    if (!symbol.find()) {
      return String.join("; ", lines);
    }
    Matcher location = LOCATION.matcher(text);
    String where = location.find() ? " in " + location.group("where").strip() : "";
    return lines.get(0) + ": " + symbol.group("what").strip() + where;
  }

  private static String indent(String line, int column) {
    return line.substring(0, Math.min(column - 1, line.length()))
        .chars()
        .mapToObj(c -> c == '\t' ? "\t" : " ")
        .collect(Collectors.joining());
  }

  private static Optional<String> near(
      String name, String source, int position, SourceCodeAnalysis analysis) {
    List<String> candidates =
        analysis.completionSuggestions(source.substring(0, position), position, new int[1]).stream()
            .map(suggestion -> suggestion.continuation().replaceAll("\\W.*", ""))
            .distinct()
            .filter(candidate -> !candidate.isEmpty() && !candidate.equals(name))
            .toList();
    return NearMatch.of(name, candidates).map(HiddenNames::strip);
  }
}
