package dev.flowcell.magic;

import dev.flowcell.flow.CachePolicy;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.flow.Task;
import dev.flowcell.magic.syntax.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;

/** Tasks and flows as magics tell of them. */
final class DefinitionTexts {

  private DefinitionTexts() {}

  /** One row for each. */
  static <D extends Definition> Table table(List<D> definitions, Function<D, String> lastState) {
    String kind = definitions.get(0).kind();
    return Texts.table(
        List.of(capital(kind), "Options", "Parameters", "Cell", "Last state"),
        definitions.stream()
            .map(
                definition ->
                    List.of(
                        definition.name(),
                        magicOptions(definition),
                        parameters(definition),
                        "In [" + definition.cell() + "]",
                        lastState.apply(definition)))
            .toList());
  }

  /** All that was said of one, in both spellings, with its source. */
  static String show(Definition definition) {
    String magic = ("%" + definition.kind() + " " + magicOptions(definition)).strip();
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("declared in", "In [" + definition.cell() + "]"));
    facts.add(List.of("as a line", magic));
    facts.add(List.of("in Java", annotation(definition)));
    return definition.kind()
        + " "
        + signature(definition)
        + "\n"
        + Texts.columns(facts)
        + "\n\n"
        + definition.source();
  }

  /** How it is called, such as {@code clean(Table raw)}. */
  static String signature(Definition definition) {
    return definition.name() + "(" + parameters(definition) + ")";
  }

  private static String parameters(Definition definition) {
    return definition.parameters().stream()
        .map(Parameter::toString)
        .collect(Collectors.joining(", "));
  }

  /** What was said of it, as a magic line would say it; may be empty. */
  static String magicOptions(Definition definition) {
    return options(definition).entrySet().stream()
        .map(option -> "--" + option.getKey() + " " + quoted(option.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String annotation(Definition definition) {
    String attributes =
        options(definition).entrySet().stream()
            .map(
                option ->
                    Option.of(option.getKey(), "", "").attribute()
                        + " = "
                        + literal(option.getKey(), option.getValue()))
            .collect(Collectors.joining(", "));
    return "@" + capital(definition.kind()) + (attributes.isEmpty() ? "" : "(" + attributes + ")");
  }

  private static String literal(String option, String value) {
    return List.of("retries", "backoff", "jitter", "limit", "concurrency").contains(option)
        ? value
        : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ' ' || c == '"' || c == '\'');
    return plain && !value.isEmpty() ? value : "\"" + value.replace("\"", "\\\"") + "\"";
  }

  /** What was said, by option name, as a magic line would say it. */
  private static Map<String, String> options(Definition definition) {
    Map<String, String> said = new LinkedHashMap<>();
    RetryPolicy retry = definition.retry();
    if (retry.retries() != 0 && retry.retries() != RetryPolicy.UNLIMITED) {
      said.put("retries", String.valueOf(retry.retries()));
    }
    if (!retry.delays().isEmpty()) {
      said.put(
          "delay", retry.delays().stream().map(Texts::option).collect(Collectors.joining(",")));
    }
    if (retry.backoff() != 1) {
      said.put("backoff", Texts.number(retry.backoff()));
    }
    retry.maxDelay().ifPresent(longest -> said.put("max-delay", Texts.option(longest)));
    if (retry.jitter() != 0) {
      said.put("jitter", Texts.number(retry.jitter()));
    }
    if (!retry.retryOn().isEmpty()) {
      said.put("retry-on", String.join(",", retry.retryOn()));
    }
    definition.timeout().ifPresent(most -> said.put("timeout", Texts.option(most)));
    if (definition instanceof Task task) {
      task.options().cache().ifPresent(policy -> said.put("cache", policy.toString()));
      task.options()
          .cache()
          .flatMap(CachePolicy::expires)
          .ifPresent(age -> said.put("expires", Texts.option(age)));
      task.options().check().ifPresent(method -> said.put("check", method));
    }
    definition.hooks().onFailure().ifPresent(method -> said.put("on-failure", method));
    definition.hooks().onCompletion().ifPresent(method -> said.put("on-completion", method));
    definition.hooks().onCancel().ifPresent(method -> said.put("on-cancel", method));
    retry.budget().ifPresent(budget -> said.put("retry-for", Texts.option(budget)));
    if (definition instanceof Task task) {
      task.options().limit().ifPresent(limit -> said.put("limit", String.valueOf(limit)));
    } else if (definition instanceof Flow flow) {
      flow.options().concurrency().ifPresent(n -> said.put("concurrency", String.valueOf(n)));
      flow.options().webhook().ifPresent(hook -> said.put("notify", hook.address()));
    }
    if (!tags(definition).isEmpty()) {
      said.put("tags", String.join(",", tags(definition)));
    }
    if (!definition.description().isEmpty()) {
      said.put("description", definition.description());
    }
    return said;
  }

  private static List<String> tags(Definition definition) {
    return definition instanceof Task task
        ? task.options().tags()
        : ((Flow) definition).options().tags();
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
