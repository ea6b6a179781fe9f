package dev.flowcell.kernel.java.code;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;

/** The snippets of a piece of code, split before any of them runs. */
public final class SourceParts {

  /** One snippet as JShell takes it, and where it begins in the code. */
  public record Part(String source, int offset) {}

  /** Code that cannot be split, with javac's opinion of the place. */
  public static final class SyntaxError extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Part part;
    private final transient List<Diag> diagnostics;

    SyntaxError(Part part, List<Diag> diagnostics) {
      this.part = part;
      this.diagnostics = List.copyOf(diagnostics);
    }

    /** Where it is. */
    public Part part() {
      return part;
    }

    /** None for a comment that is not closed. */
    public List<Diag> diagnostics() {
      return diagnostics;
    }
  }

  private static final Pattern NO_CODE =
      Pattern.compile("(?:\\s|;|//[^\\n]*(?:\\n|$)|/\\*(?s:.*?)\\*/)*+");

  private static final Pattern TWO_NAMES =
      Pattern.compile("(?<first>\\w+)[ \\t]*(?://[^\\n]*)?\\n\\s*\\w+\\s*;?\\s*");

  /** JShell parses all of the rest for each statement: a cell of thousands would take minutes. */
  private static final Duration MOST_TO_SKIP = Duration.ofMillis(500);

  private SourceParts() {}

  /** Splits code; a syntax error anywhere is found before anything has run. */
  public static List<Part> split(String code, JShell jshell) throws SyntaxError {
    SourceCodeAnalysis analysis = jshell.sourceCodeAnalysis();
    List<Part> parts = new ArrayList<>();
    int offset = skipNoCode(code, 0);
    while (offset < code.length()) {
      String rest = code.substring(offset);
      Extent info = Extent.of(rest, analysis);
      switch (info.completeness()) {
        case EMPTY -> {
          return parts;
        }
        case COMPLETE, COMPLETE_WITH_SEMI, CONSIDERED_INCOMPLETE ->
            parts.add(new Part(info.source(), offset));
        case DEFINITELY_INCOMPLETE, UNKNOWN -> {
          Part part = new Part(rest, offset);
          List<Diag> errors = errors(part, jshell);
          if (errors.isEmpty()) {
            refuseUnclosedComment(part, analysis);
            parts.add(part);
            return parts;
          }
          throw new SyntaxError(part, errors);
        }
      }
      if (info.completeness() == SourceCodeAnalysis.Completeness.CONSIDERED_INCOMPLETE) {
        break;
      }
      offset = skipNoCode(code, code.length() - info.remaining().length());
    }
    if (parts.size() > 1) {
      refuse(Syntax.unsure(parts.subList(1, parts.size())), jshell);
    }
    return parts;
  }

  /** JShell would leave it away, and all the code before it but the first snippet. */
  private static void refuseUnclosedComment(Part part, SourceCodeAnalysis analysis)
      throws SyntaxError {
    SourceCodeAnalysis.Completeness closed =
        analysis.analyzeCompletion(part.source() + "*/").completeness();
    if (closed.isComplete() || closed == SourceCodeAnalysis.Completeness.EMPTY) {
      int comment = Math.max(0, part.source().lastIndexOf("/*"));
      Part rest = new Part(part.source().substring(comment), part.offset() + comment);
      throw new SyntaxError(rest, List.of());
    }
  }

  /**
   * The empty part where a semicolon is missing: of two names on two lines JShell makes a variable
   * and its type, also where the first is that of a variable, and the second one loses its value.
   */
  public static Optional<Part> missingSemicolon(Part part, JShell jshell) {
    Matcher names = TWO_NAMES.matcher(part.source());
    return names.matches()
            && jshell.variables().anyMatch(each -> each.name().equals(names.group("first")))
            && jshell.types().noneMatch(each -> each.name().equals(names.group("first")))
        ? Optional.of(new Part("", part.offset() + names.end("first")))
        : Optional.empty();
  }

  /** Whether that is what a syntax error without diagnostics is about. */
  public static boolean isUnclosedComment(Part part) {
    return part.source().startsWith("/*");
  }

  private static void refuse(List<Part> unsure, JShell jshell) throws SyntaxError {
    for (Part part : unsure) {
      List<Diag> errors = errors(part, jshell);
      if (!errors.isEmpty()) {
        throw new SyntaxError(part, errors);
      }
    }
  }

  /** Where the next code begins: JShell would compile the blanks and comments before it. */
  private static int skipNoCode(String code, int from) {
    Matcher matcher = NO_CODE.matcher(code).region(from, code.length());
    return matcher.lookingAt() ? matcher.end() : from;
  }

  /** JShell tells its diagnostics of installed snippets only; an erroneous one does not run. */
  private static List<Diag> errors(Part part, JShell jshell) {
    boolean erroneous =
        jshell.sourceCodeAnalysis().sourceToSnippets(part.source()).stream()
            .anyMatch(snippet -> snippet.kind() == Snippet.Kind.ERRONEOUS);
    return erroneous
        ? jshell
            .diagnostics(jshell.eval(part.source()).get(0).snippet())
            .filter(Diag::isError)
            .toList()
        : List.of();
  }

  /** Where the snippet begins that the code ends with. */
  public static int lastBegins(String code, SourceCodeAnalysis analysis) {
    int start = 0;
    long until = System.nanoTime() + MOST_TO_SKIP.toNanos();
    while (System.nanoTime() - until < 0) {
      Extent info = Extent.of(code.substring(start), analysis);
      int next = code.length() - info.remaining().length();
      boolean complete = info.completeness() == SourceCodeAnalysis.Completeness.COMPLETE;
      if (!complete || info.remaining().isBlank() || next <= start) {
        return start;
      }
      start = next;
    }
    return start;
  }
}
