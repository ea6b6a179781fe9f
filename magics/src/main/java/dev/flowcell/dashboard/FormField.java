package dev.flowcell.dashboard;

import dev.flowcell.store.Offer;
import java.util.Objects;
import java.util.Set;

/**
 * A parameter of a flow as a form asks for it, by its Java type.
 *
 * @param type its Java type, as the flow declares it
 * @param value what the field begins with
 */
record FormField(String name, String type, Kind kind, String value) {

  /** How it is typed. */
  enum Kind {
    WHOLE,
    DECIMAL,
    TRUTH,
    TEXT,
    /** Any other type: as text, or where it has parts as JSON. */
    OTHER
  }

  private static final Set<String> WHOLES =
      Set.of("byte", "short", "int", "long", "Byte", "Short", "Integer", "Long");
  private static final Set<String> DECIMALS = Set.of("float", "double", "Float", "Double");

  static FormField of(Offer.Parameter parameter) {
    String value = Objects.requireNonNullElse(parameter.value(), "");
    return new FormField(parameter.name(), parameter.type(), kind(parameter.type()), value);
  }

  private static Kind kind(String type) {
    if (WHOLES.contains(type)) {
      return Kind.WHOLE;
    }
    if (DECIMALS.contains(type)) {
      return Kind.DECIMAL;
    }
    if (type.equalsIgnoreCase("boolean")) {
      return Kind.TRUTH;
    }
    return type.equals("String") ? Kind.TEXT : Kind.OTHER;
  }

  /** The name of its field in the form. */
  String field() {
    return "parameter." + name;
  }
}
