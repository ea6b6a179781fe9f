package dev.flowcell.kernel.java;

import dev.flowcell.cell.Completeness;
import dev.flowcell.cell.Completion;
import dev.flowcell.cell.MimeBundle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/**
 * What JShell knows of code that is still being typed. Every answer comes on a thread of its own
 * and within a deadline; JShell is free for it while the code of a cell runs.
 */
final class CodeAssist implements AutoCloseable {

  private static final long DEADLINE_MILLIS = 1_000;

  /**
   * For the first of a kind: it loads what the others find loaded, which a busy machine takes long
   * for.
   */
  private static final long FIRST_DEADLINE_MILLIS = 5_000;

  /** JShell parses all of the rest for each statement: a cell of thousands would take minutes. */
  private static final Duration MOST_TO_SKIP = Duration.ofMillis(500);

  private static final int MOST_MATCHES = 500;
  private static final String INDENT = "    ";

  private static final Pattern SWITCH =
      Pattern.compile("\\bswitch\\s*\\((?<in>[^(){};]*(?:\\([^()]*\\)[^(){};]*)*)\\)\\s*\\{");
  private static final Pattern CASE =
      Pattern.compile("\\bcase\\s+(?:\\w+\\s*,\\s*)*(?<word>\\w*)$");
  private static final Pattern CONSTANT = Pattern.compile("(?!EnumDesc$|class$)\\w+");
  private static final Pattern REFERENCE =
      Pattern.compile("(?<type>\\b[A-Z][\\w.]*)::(?<word>\\w*)$");
  private static final Pattern LOCAL =
      Pattern.compile(
          "(?:\\b(?:int|long|double|boolean|char|float|byte|short|var)|\\b[A-Z]\\w*(?:<[^;(){}]*>)?)"
              + "(?:\\[\\])*\\s+(\\w+)\\s*(?=[=;:,)])",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern TYPE =
      Pattern.compile(
          "(?<!\\b(?:class|interface|enum|record|import|package)\\s{1,9})(?<![\\w$.]|::)"
              + "(?<type>[A-Z]\\w*)(?<member>\\.\\w*)?$",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final int LEAST_OF_A_TYPE = 3;
  private static final Pattern CONDITION =
      Pattern.compile("(?:\\belse\\s+)?\\b(?:if|while|switch)\\s*(?=\\()");
  private static final Pattern VARIABLE = Pattern.compile("(?<name>[^:]+):(?<type>.+)");

  private final JShell jshell;
  private final ReentrantLock lock;
  private final Runnable ready;
  private final PackageNames packages;
  private final ImportableTypes types;
  private final WrittenDocs docs;
  private final OwnDocs own = new OwnDocs();
  private final Set<Kind> answered = ConcurrentHashMap.newKeySet();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          runnable -> {
            Thread assist = new Thread(runnable, "code-assist");
            assist.setDaemon(true);
            return assist;
          });

  /**
   * Answers from a session.
   *
   * @param lock guards the session
   * @param packages what imports can name
   * @param types those that an import would make known
   * @param docs what cells say of what they declare
   * @param ready what the session needs before its first use, called under the lock
   */
  CodeAssist(
      JShell jshell,
      ReentrantLock lock,
      PackageNames packages,
      ImportableTypes types,
      WrittenDocs docs,
      Runnable ready) {
    this.jshell = jshell;
    this.docs = docs;
    this.lock = lock;
    this.packages = packages;
    this.types = types;
    this.ready = ready;
  }

  Completion complete(String code, int cursor) {
    int at = Math.max(0, Math.min(cursor, code.length()));
    String before = code.substring(0, at);
    Surroundings around = Surroundings.of(before);
    if (around.kind() != Surroundings.Kind.CODE) {
      return around.kind() == Surroundings.Kind.TEXT
          ? FileNames.complete(before, around.start())
          : Completion.none(at);
    }
    Optional<Completion> answer =
        ask(Kind.COMPLETION, Optional.empty(), analysis -> Optional.of(complete(before, analysis)));
    Completion found = answer.orElse(Completion.none(at));
    Optional<Completion> ofImport = packages.complete(before).map(names -> with(names, found));
    return ofImport.isPresent() || answer.isEmpty()
        ? ofImport.orElse(found)
        : withTypesToImport(before, found);
  }

  private static Completion with(Completion packages, Completion found) {
    if (found.start() != packages.start() && !found.matches().isEmpty()) {
      return found;
    }
    List<String> all =
        Stream.concat(packages.matches().stream(), found.matches().stream())
            .distinct()
            .limit(MOST_MATCHES)
            .toList();
    return new Completion(all, packages.start(), packages.end());
  }

  /** With the full names of types that nothing has imported yet, behind all that is known. */
  private Completion withTypesToImport(String before, Completion found) {
    Matcher type = TYPE.matcher(before);
    if (!type.find()
        || type.group("member") != null
        || type.group("type").length() < LEAST_OF_A_TYPE) {
      return found;
    }
    int start = type.start("type");
    boolean isOther = found.start() != start || CASE.matcher(before).find();
    if (isOther && !found.matches().isEmpty()) {
      return found;
    }
    Optional<Set<String>> known =
        start == 0
            ? Optional.of(names(found))
            : ask(
                Kind.COMPLETION,
                Optional.empty(),
                analysis -> Optional.of(names(complete(type.group("type"), 0, analysis))));
    Stream<String> more =
        known.stream()
            .flatMap(
                names -> importable(() -> types.beginning(type.group("type"), names)).stream());
    return new Completion(
        Stream.concat(found.matches().stream(), more).limit(MOST_MATCHES).toList(),
        start,
        before.length());
  }

  private static Set<String> names(Completion known) {
    return known.matches().stream()
        .map(match -> match.replaceFirst("\\W.*", ""))
        .collect(Collectors.toSet());
  }

  private static Completion complete(String before, SourceCodeAnalysis analysis) {
    Optional<Completion> other = constants(before, analysis).or(() -> members(before, analysis));
    if (other.isPresent()) {
      return other.get();
    }
    Completion whole = complete(before, 0, analysis);
    int start = lastSnippet(before, analysis);
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
        Stream.concat(locals, found.matches().stream()).distinct().limit(MOST_MATCHES).toList(),
        found.start(),
        found.end());
  }

  private static String wordAtEnd(String before) {
    int start = before.length();
    while (start > 0 && Character.isJavaIdentifierPart(before.charAt(start - 1))) {
      start--;
    }
    return before.substring(start);
  }

  /** JShell knows the members of no value in a condition; it does where only the brackets are. */
  private static String withoutCondition(String before) {
    return last(CONDITION, before)
        .map(
            head ->
                before.substring(0, head.start())
                    + " ".repeat(head.end() - head.start())
                    + before.substring(head.end()))
        .orElse(before);
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
            .distinct()
            .limit(MOST_MATCHES)
            .toList();
    return new Completion(matches, start + anchor[0], before.length());
  }

  Optional<MimeBundle> inspect(String code, int cursor, boolean detailed) {
    int end = Math.max(0, Math.min(cursor, code.length()));
    while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
      end++;
    }
    String before = code.substring(0, end);
    Optional<Optional<MimeBundle>> answer =
        ask(
            Kind.INSPECTION,
            Optional.empty(),
            analysis -> Optional.of(inspect(before, false, analysis)));
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    Optional<MimeBundle> known = answer.get();
    return known.isEmpty()
        ? inspectUnimported(before)
        : ask(Kind.DOCUMENTATION, known, analysis -> inspect(before, true, analysis));
  }

  /** What an import would make known, with the line to add. */
  private Optional<MimeBundle> inspectUnimported(String before) {
    Matcher type = TYPE.matcher(before);
    if (!type.find()) {
      return Optional.empty();
    }
    List<String> named = importable(() -> types.named(type.group("type")));
    String member = Optional.ofNullable(type.group("member")).orElse("");
    Optional<MimeBundle> known =
        ask(
            Kind.INSPECTION,
            Optional.empty(),
            analysis -> unimported(named, member, false, analysis));
    return known.isEmpty()
        ? known
        : ask(Kind.DOCUMENTATION, known, analysis -> unimported(named, member, true, analysis));
  }

  private Optional<MimeBundle> unimported(
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

  private Optional<MimeBundle> inspect(
      String before, boolean documented, SourceCodeAnalysis analysis) {
    int start = lastSnippet(before, analysis);
    Stream<String> texts =
        Stream.of(before, before.substring(start))
            .distinct()
            .flatMap(text -> Stream.of(text + "(", text))
            .map(text -> documentation(text, documented, analysis))
            .filter(text -> !text.isEmpty());
    return Stream.concat(variable(before).stream(), texts).findFirst().map(MimeBundle::text);
  }

  private Optional<String> variable(String before) {
    String word = wordAtEnd(before);
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
                    readable(signature), own.of(signature).orElseGet(documentation::javadoc)));
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

  Completeness isComplete(String code) {
    Completeness unknown = new Completeness(Completeness.Status.UNKNOWN, "");
    return ask(Kind.COMPLETENESS, unknown, analysis -> isComplete(code, analysis));
  }

  private static Completeness isComplete(String code, SourceCodeAnalysis analysis) {
    List<SourceParts.Part> parts = new ArrayList<>();
    String rest = code;
    while (!rest.isBlank()) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      switch (info.completeness()) {
        case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
          return Completeness.incomplete(indent(code));
        }
        case UNKNOWN -> {
          return Completeness.INVALID;
        }
        case COMPLETE, COMPLETE_WITH_SEMI -> parts.add(new SourceParts.Part(info.source(), 0));
        case EMPTY -> {}
      }
      rest = info.remaining();
    }
    return Syntax.unsure(parts).isEmpty() ? Completeness.COMPLETE : Completeness.INVALID;
  }

  /** That of the last line, and one step more behind an opening brace. */
  private static String indent(String code) {
    String line = code.substring(code.lastIndexOf('\n') + 1);
    String indent = line.substring(0, line.length() - line.stripLeading().length());
    String end = line.stripTrailing();
    return end.endsWith("{") || end.endsWith("(") ? indent + INDENT : indent;
  }

  /** Where the snippet begins that the code ends with. */
  private static int lastSnippet(String code, SourceCodeAnalysis analysis) {
    int start = 0;
    long until = System.nanoTime() + MOST_TO_SKIP.toNanos();
    while (System.nanoTime() - until < 0) {
      CompletionInfo info = analysis.analyzeCompletion(code.substring(start));
      int next = code.length() - info.remaining().length();
      boolean complete = info.completeness() == SourceCodeAnalysis.Completeness.COMPLETE;
      if (!complete || info.remaining().isBlank() || next <= start) {
        return start;
      }
      start = next;
    }
    return start;
  }

  @Override
  public void close() {
    thread.shutdown();
  }

  private enum Kind {
    COMPLETION,
    TYPES,
    INSPECTION,
    DOCUMENTATION,
    COMPLETENESS
  }

  /** A question to JShell. */
  private interface Question<T> {
    T ask(SourceCodeAnalysis analysis);
  }

  private <T> T ask(Kind kind, T otherwise, Question<T> question) {
    return answer(
        kind,
        otherwise,
        () -> {
          if (!lock.tryLock(deadline(kind), TimeUnit.MILLISECONDS)) {
            return otherwise;
          }
          try {
            ready.run();
            return question.ask(jshell.sourceCodeAnalysis());
          } finally {
            answered.add(kind);
            lock.unlock();
          }
        });
  }

  /** Asks nothing of JShell, and holds up nobody. */
  private List<String> importable(Supplier<List<String>> types) {
    return answer(
        Kind.TYPES,
        List.of(),
        () -> {
          try {
            return types.get();
          } finally {
            answered.add(Kind.TYPES);
          }
        });
  }

  private long deadline(Kind kind) {
    return answered.contains(kind) ? DEADLINE_MILLIS : FIRST_DEADLINE_MILLIS;
  }

  private <T> T answer(Kind kind, T otherwise, Callable<T> work) {
    Future<T> answer = thread.submit(work);
    try {
      return answer.get(deadline(kind), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(false); // an interrupt would close the compiler's jar files under it
      return otherwise;
    } catch (ExecutionException e) {
      return otherwise;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    }
  }
}
