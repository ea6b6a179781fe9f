package dev.flowcell.store.jdbc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists and maps as columns hold them: JSON that a person can read. */
final class ColumnJson {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /** What SQL's own JSON functions leave out as well: see the migrations. */
  private static final String NO_TEXT = "";

  /** The names that the types have by themselves, such as {@code Running}. */
  private static final Map<StateType, String> OWN_NAMES = ownNames();

  private ColumnJson() {}

  private static Map<StateType, String> ownNames() {
    Map<StateType, String> names = new LinkedHashMap<>();
    for (StateType type : StateType.values()) {
      String name = type.name();
      names.put(type, name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT));
    }
    return names;
  }

  static String history(List<State> states) {
    return write(
        json -> {
          json.writeStartArray();
          for (State state : states) {
            write(json, state);
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, State state) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", state.type().name());
    if (!state.name().equals(OWN_NAMES.get(state.type()))) {
      json.writeStringField("name", state.name());
    }
    json.writeNumberField("at", Jdbc.micros(state.at()));
    if (state.attempt() != 0) {
      json.writeNumberField("attempt", state.attempt());
    }
    if (state.next() != null) {
      json.writeNumberField("next", Jdbc.micros(state.next()));
    }
    if (!state.message().isEmpty()) {
      json.writeStringField("message", state.message());
    }
    if (!state.detail().isEmpty()) {
      json.writeStringField("detail", state.detail());
    }
    json.writeEndObject();
  }

  static List<State> history(String column) {
    return read(
        column,
        json -> {
          List<State> states = new ArrayList<>();
          while (json.nextToken() == JsonToken.START_OBJECT) {
            states.add(readState(json));
          }
          return states;
        });
  }

  private static State readState(JsonParser json) throws IOException {
    StateType type = StateType.PENDING;
    String name = null;
    String message = NO_TEXT;
    String detail = NO_TEXT;
    long at = 0;
    int attempt = 0;
    Instant next = null;
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      if (json.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (field) {
        case "type" -> type = StateType.valueOf(json.getText());
        case "name" -> name = json.getText();
        case "at" -> at = json.getLongValue();
        case "attempt" -> attempt = json.getIntValue();
        case "next" -> next = Jdbc.instant(json.getLongValue());
        case "message" -> message = json.getText();
        case "detail" -> detail = json.getText();
        default -> json.skipChildren();
      }
    }
    String shown = name == null ? OWN_NAMES.getOrDefault(type, type.name()) : name;
    return new State(type, shown, message, Jdbc.instant(at), attempt, next, detail);
  }

  static String map(Map<String, String> texts) {
    return write(
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, String> text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
          }
          json.writeEndObject();
        });
  }

  static Map<String, String> map(String column) {
    return read(
        column,
        json -> {
          Map<String, String> texts = new LinkedHashMap<>();
          for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            json.nextToken();
            texts.put(key, json.getText());
          }
          return texts;
        });
  }

  /** An empty list is no text. */
  static @Nullable String list(Collection<String> texts) {
    if (texts.isEmpty()) {
      return null;
    }
    return write(json -> json.writeArray(texts.toArray(String[]::new), 0, texts.size()));
  }

  static List<String> list(@Nullable String column) {
    if (column == null) {
      return List.of();
    }
    return read(
        column,
        json -> {
          List<String> texts = new ArrayList<>();
          for (String text = json.nextTextValue(); text != null; text = json.nextTextValue()) {
            texts.add(text);
          }
          return texts;
        });
  }

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  private interface Reading<T> {
    T from(JsonParser json) throws IOException;
  }

  private static String write(Writing writing) {
    StringWriter text = new StringWriter(160);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a string can be written", e);
    }
    return text.toString();
  }

  private static <T> T read(String column, Reading<T> reading) {
    try (JsonParser json = JSON.createParser(column)) {
      json.nextToken();
      return reading.from(json);
    } catch (IOException e) {
      throw new UncheckedIOException("not what Flowcell has written: " + column, e);
    }
  }
}
