package dev.flowcell.kernel.java.assist;

import dev.flowcell.cell.Completeness;
import dev.flowcell.cell.Completion;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.kernel.java.code.Extent;
import dev.flowcell.kernel.java.code.SourceParts;
import dev.flowcell.kernel.java.code.Syntax;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;

/**
 * What JShell knows of code that is still being typed. Every answer comes on a thread of its own
 * and within a deadline; JShell is free for it while the code of a cell runs.
 */
public final class CodeAssist implements AutoCloseable {

  private static final long DEADLINE_MILLIS = 1_000;

  /**
   * For the first of a kind: it loads what the others find loaded, which a busy machine takes long
   * for.
   */
  private static final long FIRST_DEADLINE_MILLIS = 5_000;

  private static final String INDENT = "    ";

  private static final Pattern TYPE =
      Pattern.compile(
          "(?<!\\b(?:class|interface|enum|record|import|package)\\s{1,9})(?<![\\w$.]|::)"
              + "(?<type>[A-Z]\\w*)(?<member>\\.\\w*)?$",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final int LEAST_OF_A_TYPE = 3;

  private final JShell jshell;
  private final ReentrantLock lock;
  private final Runnable ready;
  private final PackageNames packages;
  private final ImportableTypes types;
  private final Inspections inspections;
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
  public CodeAssist(
      JShell jshell,
      ReentrantLock lock,
      PackageNames packages,
      ImportableTypes types,
      WrittenDocs docs,
      Runnable ready) {
    this.jshell = jshell;
    inspections = new Inspections(jshell, docs);
    this.lock = lock;
    this.packages = packages;
    this.types = types;
    this.ready = ready;
  }

  /** What can stand at the cursor. */
  public Completion complete(String code, int cursor) {
    int at = Math.max(0, Math.min(cursor, code.length()));
    String before = code.substring(0, at);
    Surroundings around = Surroundings.of(before);
    if (around.kind() != Surroundings.Kind.CODE) {
      return around.kind() == Surroundings.Kind.TEXT
          ? FileNames.complete(before, around.start())
          : Completion.none(at);
    }
    Optional<Completion> answer =
        ask(
            Kind.COMPLETION,
            Optional.empty(),
            analysis -> Optional.of(Completions.complete(before, analysis)));
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
            .limit(Completions.MOST)
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
    boolean isOther = found.start() != start || Completions.isLabel(before);
    if (isOther && !found.matches().isEmpty()) {
      return found;
    }
    Optional<Set<String>> known =
        start == 0
            ? Optional.of(names(found))
            : ask(
                Kind.COMPLETION,
                Optional.empty(),
                analysis -> Optional.of(names(Completions.complete(type.group("type"), analysis))));
    Stream<String> more =
        known.stream()
            .flatMap(
                names -> importable(() -> types.beginning(type.group("type"), names)).stream());
    return new Completion(
        Stream.concat(found.matches().stream(), more).limit(Completions.MOST).toList(),
        start,
        before.length());
  }

  private static Set<String> names(Completion known) {
    return known.matches().stream()
        .map(match -> match.replaceFirst("\\W.*", ""))
        .collect(Collectors.toSet());
  }

  /** What is known of the word at the cursor; empty where nothing is. */
  public Optional<MimeBundle> inspect(String code, int cursor, boolean detailed) {
    int end = Math.max(0, Math.min(cursor, code.length()));
    while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
      end++;
    }
    String before = code.substring(0, end);
    Optional<Optional<MimeBundle>> answer =
        ask(
            Kind.INSPECTION,
            Optional.empty(),
            analysis -> Optional.of(inspections.inspect(before, false, analysis)));
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    Optional<MimeBundle> known = answer.get();
    return known.isEmpty()
        ? inspectUnimported(before)
        : ask(Kind.DOCUMENTATION, known, analysis -> inspections.inspect(before, true, analysis));
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
            analysis -> inspections.unimported(named, member, false, analysis));
    return known.isEmpty()
        ? known
        : ask(
            Kind.DOCUMENTATION,
            known,
            analysis -> inspections.unimported(named, member, true, analysis));
  }

  /** Whether code can be run as it stands. */
  public Completeness isComplete(String code) {
    Completeness unknown = new Completeness(Completeness.Status.UNKNOWN, "");
    return ask(Kind.COMPLETENESS, unknown, analysis -> isComplete(code, analysis));
  }

  private static Completeness isComplete(String code, SourceCodeAnalysis analysis) {
    List<SourceParts.Part> parts = new ArrayList<>();
    String rest = code;
    while (!rest.isBlank()) {
      Extent info = Extent.of(rest, analysis);
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
