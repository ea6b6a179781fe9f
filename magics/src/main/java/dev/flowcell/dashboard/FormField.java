package dev.flowcell.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.flowcell.store.Offer;
import io.javalin.http.BadRequestResponse;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    /** Any other type: a Java expression. */
    JAVA
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
    return type.equals("String") ? Kind.TEXT : Kind.JAVA;
  }

  /** The name of its field in the form. */
  String field() {
    return "parameter." + name;
  }

  /**
   * What was typed, as JSON.
   *
   * @throws BadRequestResponse when it is no such value
   */
  JsonNode json(@Nullable String typed) {
    String text = Objects.requireNonNullElse(typed, "");
    return switch (kind) {
      case WHOLE, DECIMAL -> DecimalNode.valueOf(number(text.strip()));
      case TRUTH -> BooleanNode.valueOf(text.equals("true"));
      case TEXT -> TextNode.valueOf(text);
      case JAVA -> {
        if (text.isBlank()) {
          throw new BadRequestResponse(name + " needs a value: an expression of type " + type);
        }
        yield TextNode.valueOf(text);
      }
    };
  }

  private BigDecimal number(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      return kind == Kind.WHOLE ? new BigDecimal(number.toBigIntegerExact()) : number;
    } catch (ArithmeticException e) {
      throw new BadRequestResponse(name + " needs a whole number, not '" + text + "'");
    } catch (NumberFormatException e) {
      throw new BadRequestResponse(name + " needs a number, not '" + text + "'");
    }
  }
}
