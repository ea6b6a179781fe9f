package dev.flowcell.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flowcell.store.Offer;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A parameter of a flow as a form asks for it, by its Java type.
 *
 * @param type its Java type, as the flow declares it
 * @param value what the field begins with
 * @param choices the only values there are; empty for any
 */
record FormField(String name, String type, Kind kind, String value, List<String> choices) {

  /** How it is typed. */
  enum Kind {
    WHOLE,
    DECIMAL,
    CHOICE,
    DAY,
    TIME,
    TEXT,
    /** Any other type: as text, or where it has parts as JSON. */
    OTHER
  }

  /** What the names of all fields begin with. */
  static final String PREFIX = "parameter.";

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("byte", Kind.WHOLE),
          Map.entry("short", Kind.WHOLE),
          Map.entry("int", Kind.WHOLE),
          Map.entry("long", Kind.WHOLE),
          Map.entry("Byte", Kind.WHOLE),
          Map.entry("Short", Kind.WHOLE),
          Map.entry("Integer", Kind.WHOLE),
          Map.entry("Long", Kind.WHOLE),
          Map.entry("float", Kind.DECIMAL),
          Map.entry("double", Kind.DECIMAL),
          Map.entry("Float", Kind.DECIMAL),
          Map.entry("Double", Kind.DECIMAL),
          Map.entry("LocalDate", Kind.DAY),
          Map.entry("LocalDateTime", Kind.TIME),
          Map.entry("String", Kind.TEXT));

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The field of a parameter.
   *
   * @param given what the field is to begin with, or empty for what the process suggests
   */
  static FormField of(Offer.Parameter parameter, String given) {
    String type = parameter.type();
    List<String> choices =
        type.equalsIgnoreCase("boolean") ? List.of("false", "true") : parameter.choices();
    String simple = type.substring(type.lastIndexOf('.') + 1);
    Kind kind = choices.isEmpty() ? KINDS.getOrDefault(simple, Kind.OTHER) : Kind.CHOICE;
    String value = given.isEmpty() ? Objects.requireNonNullElse(parameter.value(), "") : given;
    return new FormField(parameter.name(), type, kind, value, choices);
  }

  /** The name of its field in the form. */
  String field() {
    return PREFIX + name;
  }

  /**
   * Whether a form can begin with what a run says of an argument: records, and lists of texts, are
   * told for readers and not as JSON.
   */
  static boolean canBeTyped(String argument) {
    if (!argument.endsWith("]") && !argument.endsWith("}")) {
      return !argument.endsWith("…");
    }
    try {
      JSON.readTree(argument);
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
