package dev.flowcell.parameter;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.flowcell.flow.Durations;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Texts as values: a text, enum constant, date or path as it stands, a number or truth as Java
 * writes it, and lists, maps and records as JSON.
 */
final class ParameterText {

  private static final JsonMapper MAPPER = mapper();

  private ParameterText() {}

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .build();
    mapper
        .coercionConfigDefaults()
        .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
    return mapper;
  }

  /**
   * The value of a type.
   *
   * @throws BadParameterException when the text makes none
   */
  static Object value(String name, String text, Type type) {
    JavaType wanted = MAPPER.constructType(type);
    try {
      Object value = read(text, wanted);
      if (value != null) {
        return value;
      }
    } catch (IOException | IllegalArgumentException e) {
      // said below, without the library's own words
    }
    throw new BadParameterException(
        "parameter %s needs %s, not '%s'".formatted(name, words(wanted), text));
  }

  private static Object read(String text, JavaType wanted) throws IOException {
    Class<?> type = wanted.getRawClass();
    if (type == Duration.class) {
      return Durations.parse(text);
    }
    if (type == Path.class) {
      return Path.of(text);
    }
    if (type == char.class || type == Character.class) {
      return text.length() == 1 ? text.charAt(0) : MAPPER.readValue("[]", type);
    }
    return isText(type)
        ? MAPPER.convertValue(text, wanted)
        : MAPPER.readerFor(wanted).readValue(text);
  }

  private static boolean isText(Class<?> type) {
    return CharSequence.class.isAssignableFrom(type)
        || type == Object.class
        || type.isEnum()
        || Temporal.class.isAssignableFrom(type)
        || type.getName().startsWith("java.time.");
  }

  /** The type that a default of some class is declared by: nobody declares an immutable list. */
  static Type declared(Class<?> type) {
    for (Class<?> general : List.of(List.class, Set.class, Map.class, Path.class)) {
      if (general.isAssignableFrom(type)) {
        return general;
      }
    }
    return type;
  }

  private static String words(JavaType wanted) {
    Class<?> type = wanted.getRawClass();
    if (type.isEnum()) {
      return "one of " + Arrays.toString(type.getEnumConstants());
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "a list as JSON, such as [1, 2], whose elements fit " + wanted.toCanonical();
    }
    if (Map.class.isAssignableFrom(type) || type.isRecord()) {
      return "an object as JSON, such as {\"name\": 1}, that fits " + wanted.toCanonical();
    }
    return "a value of " + type.getSimpleName();
  }
}
