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

  private final JShell jshell;
  private final ReentrantLock lock;
  private final Runnable ready;
  private final PackageNames packages;
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
   * @param ready what the session needs before its first use, called under the lock
   */
  CodeAssist(JShell jshell, ReentrantLock lock, PackageNames packages, Runnable ready) {
    this.jshell = jshell;
    this.lock = lock;
    this.packages = packages;
    this.ready = ready;
  }

  Completion complete(String code, int cursor) {
    int at = Math.max(0, Math.min(cursor, code.length()));
    String before = code.substring(0, at);
    Completion found =
        ask(Kind.COMPLETION, Completion.none(at), analysis -> complete(before, analysis));
    return packages.complete(before).map(names -> with(names, found)).orElse(found);
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

  private static Completion complete(String before, SourceCodeAnalysis analysis) {
    Completion whole = complete(before, 0, analysis);
    int start = lastSnippet(before, analysis);
    return whole.matches().isEmpty() && start > 0 ? complete(before, start, analysis) : whole;
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
    return ask(Kind.INSPECTION, Optional.empty(), analysis -> inspect(before, detailed, analysis));
  }

  private Optional<MimeBundle> inspect(
      String before, boolean detailed, SourceCodeAnalysis analysis) {
    int start = lastSnippet(before, analysis);
    Stream<String> texts =
        Stream.of(before, before.substring(start))
            .distinct()
            .flatMap(text -> Stream.of(text + "(", text))
            .map(text -> documentation(text, detailed, analysis))
            .filter(text -> !text.isEmpty());
    return Stream.concat(variable(before).stream(), texts).findFirst().map(MimeBundle::text);
  }

  private Optional<String> variable(String before) {
    int start = before.length();
    while (start > 0 && Character.isJavaIdentifierPart(before.charAt(start - 1))) {
      start--;
    }
    String word = before.substring(start);
    boolean member = start > 0 && before.charAt(start - 1) == '.';
    return jshell
        .variables()
        .filter(variable -> !member && variable.name().equals(word))
        .filter(variable -> !HiddenNames.isHandle(variable.typeName()))
        .map(variable -> variable.typeName() + " " + variable.name())
        .findFirst();
  }

  private static String documentation(String text, boolean detailed, SourceCodeAnalysis analysis) {
    return analysis.documentation(text, text.length(), detailed).stream()
        .map(CodeAssist::text)
        .distinct()
        .collect(Collectors.joining("\n\n"));
  }

  private static String text(Documentation documentation) {
    String signature = HiddenNames.strip(documentation.signature());
    String javadoc = documentation.javadoc();
    return javadoc == null || javadoc.isBlank()
        ? signature
        : signature + "\n" + javadoc.replaceAll("<[^>]+>", "").strip();
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
    INSPECTION,
    COMPLETENESS
  }

  /** A question to JShell. */
  private interface Question<T> {
    T ask(SourceCodeAnalysis analysis);
  }

  private <T> T ask(Kind kind, T otherwise, Question<T> question) {
    long deadline = answered.contains(kind) ? DEADLINE_MILLIS : FIRST_DEADLINE_MILLIS;
    Callable<T> work =
        () -> {
          if (!lock.tryLock(deadline, TimeUnit.MILLISECONDS)) {
            return otherwise;
          }
          try {
            ready.run();
            return question.ask(jshell.sourceCodeAnalysis());
          } finally {
            answered.add(kind);
            lock.unlock();
          }
        };
    Future<T> answer = thread.submit(work);
    try {
      return answer.get(deadline, TimeUnit.MILLISECONDS);
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
