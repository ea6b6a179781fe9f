package dev.flowcell.parameter;

import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a notebook was started with: the names and texts of {@code flowcell run -p}, and the
 * environment's {@code FLOWCELL_PARAM_…}. Thread-safe.
 */
public final class Parameters {

  /** What variables of the environment that give parameters begin with. */
  public static final String VARIABLE = "FLOWCELL_PARAM_";

  private final Map<String, String> given;
  private final Map<String, String> environment;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  /**
   * Parameters from two places.
   *
   * @param given by name; these count before the environment
   * @param environment all of it, by the names of variables
   */
  public Parameters(Map<String, String> given, Map<String, String> environment) {
    this.given = new LinkedHashMap<>(given);
    this.environment = Map.copyOf(environment);
  }

  /** Nothing was given. */
  public static Parameters none() {
    return new Parameters(Map.of(), Map.of());
  }

  /** The text of a parameter, where there is one. */
  public Optional<String> text(String name) {
    asked.add(name);
    String text = given.get(name);
    return Optional.ofNullable(text == null ? environment.get(VARIABLE + name) : text);
  }

  /**
   * A parameter as a value of a type.
   *
   * @return empty where it is not given
   * @throws BadParameterException when its text makes no such value
   */
  public Optional<Object> value(String name, Type type) {
    return text(name).map(text -> ParameterText.value(name, text, type));
  }

  /**
   * The arguments of a task or flow, in the order of its parameters.
   *
   * @param types its parameters' types as they are compiled
   * @throws BadParameterException when one is missing, has no parameter of its name, or makes no
   *     value of its type
   */
  public List<Object> arguments(Definition definition, Type[] types) {
    List<Parameter> parameters = definition.parameters();
    List<String> names = parameters.stream().map(each -> each.name()).toList();
    for (String name : given.keySet()) {
      if (!names.contains(name)) {
        throw new BadParameterException(
            "%s %s has no parameter '%s'; it has %s"
                .formatted(definition.kind(), definition.name(), name, parameters));
      }
    }
    List<Object> arguments = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      Parameter parameter = parameters.get(i);
      arguments.add(
          value(parameter.name(), types[i])
              .orElseThrow(
                  () ->
                      new BadParameterException(
                          "%s %s needs a value for its parameter %s"
                              .formatted(definition.kind(), definition.name(), parameter))));
    }
    return arguments;
  }

  /**
   * The value of a parameter, of the type that its default has.
   *
   * @throws BadParameterException when its text makes no such value
   */
  @SuppressWarnings("unchecked") // the text is made a value of that class
  public <T extends @Nullable Object> T orDefault(String name, T fallback) {
    Type type = fallback == null ? String.class : typeOf(fallback);
    return text(name).map(text -> (T) ParameterText.value(name, text, type)).orElse(fallback);
  }

  /** An enum's constant with a body has a class of its own. */
  private static Type typeOf(Object fallback) {
    return fallback instanceof Enum<?> constant
        ? constant.getDeclaringClass()
        : ParameterText.declared(fallback.getClass());
  }

  /** The names of those given by hand. */
  public Set<String> names() {
    return Collections.unmodifiableSet(given.keySet());
  }

  /** The names of those given by hand that nobody has asked for. */
  public Set<String> unasked() {
    Set<String> unasked = new TreeSet<>(given.keySet());
    unasked.removeAll(asked);
    return unasked;
  }
}
