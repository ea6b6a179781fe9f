package dev.flowcell.magic;

import dev.flowcell.cell.Completion;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.engine.TaskCall;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Task;
import dev.flowcell.render.RunView;
import dev.flowcell.run.Run;
import dev.flowcell.run.State;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStoreException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells of the tasks and flows whose names stand in code. Thread-safe. */
final class DefinitionAssist {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final MagicContext context;

  DefinitionAssist(MagicContext context) {
    this.context = context;
  }

  /**
   * What is known of the task or flow whose name the cursor is in.
   *
   * @param java the code, its magic lines blanked
   */
  Optional<MimeBundle> inspect(String java, int cursor) {
    int start = cursor;
    while (start > 0 && Character.isJavaIdentifierPart(java.charAt(start - 1))) {
      start--;
    }
    int end = cursor;
    while (end < java.length() && Character.isJavaIdentifierPart(java.charAt(end))) {
      end++;
    }
    String name = java.substring(start, end);
    boolean member = java.substring(0, start).stripTrailing().endsWith(".");
    boolean called = java.substring(end).stripLeading().startsWith("(");
    List<Definition> named =
        name.isEmpty() || member ? List.of() : context.definitions().ofMethod(name);
    boolean isVariable =
        !called
            && context
                .evaluator()
                .variableType(name)
                .filter(type -> !GeneratedCode.isHandle(type))
                .isPresent();
    return named.isEmpty() || isVariable
        ? Optional.empty()
        : Optional.of(
            Texts.bundle(named.stream().map(this::told).collect(Collectors.joining("\n\n"))));
  }

  private String told(Definition definition) {
    List<List<String>> facts = new ArrayList<>();
    String options = DefinitionTexts.magicOptions(definition);
    facts.add(List.of("options", options.isEmpty() ? Texts.NOTHING : options));
    facts.add(List.of("declared in", "In [" + definition.cell() + "]"));
    facts.add(List.of("last run", lastRun(definition)));
    return "%s %s\n%s\n\n%s"
        .formatted(
            definition.kind(),
            DefinitionTexts.signature(definition),
            Texts.columns(facts),
            definition.source());
  }

  private String lastRun(Definition definition) {
    try {
      String told = run(definition).map(this::told).orElse(Texts.NOTHING);
      String stale = definition instanceof Task task ? new LastRuns(context).stale(task) : "";
      return stale.isEmpty() ? told : told + "; stale: " + stale;
    } catch (RunStoreException e) {
      return "not known: " + e.getMessage();
    }
  }

  /** What it was, when, how long it took, and what for. */
  private String told(Run run) {
    State state = run.state();
    String message = state.message().isEmpty() ? "" : ": " + state.message();
    return "%s %s, %s%s%s"
        .formatted(
            state.name(),
            at(state.at()),
            RunView.duration(run.duration(context.clock().instant())),
            state.attempt() > 1 ? ", " + state.attempt() + " attempts" : "",
            message);
  }

  private String at(Instant instant) {
    ZoneId zone = context.clock().getZone();
    ZonedDateTime at = instant.atZone(zone);
    boolean today = at.toLocalDate().equals(context.clock().instant().atZone(zone).toLocalDate());
    return (today ? TIME : DAY_AND_TIME).format(at);
  }

  private Optional<? extends Run> run(Definition definition) {
    return definition instanceof Task
        ? new LastRuns(context).of(definition.name())
        : context.store().flowRuns(new FlowRunQuery(definition.name(), 1)).stream().findFirst();
  }

  /** The same matches, with a few words on those that name a task or flow. */
  Completion describe(Completion completion) {
    Map<String, Completion.Note> notes = new LinkedHashMap<>();
    for (String match : completion.matches()) {
      String name = match.replaceFirst("\\(.*", "");
      List<Definition> named = context.definitions().ofMethod(name);
      if (!named.isEmpty()) {
        Definition last = named.get(named.size() - 1);
        notes.put(match, new Completion.Note(last.kind(), noted(last)));
      }
    }
    return completion.with(notes);
  }

  /** Of this session only: the store may be far away, and this is asked for at every key. */
  private String noted(Definition definition) {
    String options = DefinitionTexts.magicOptions(definition);
    String state =
        context
            .engine()
            .lastCall(definition.name())
            .map(TaskCall::run)
            .map(run -> run.state().name() + " " + at(run.state().at()))
            .orElse("");
    return List.of(DefinitionTexts.signature(definition), options, state).stream()
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(" · "));
  }
}
