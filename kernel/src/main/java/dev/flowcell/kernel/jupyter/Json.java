package dev.flowcell.kernel.jupyter;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.reflect.TypeToken;
import dev.flowcell.cell.MimeBundle;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of cells as JSON. */
public final class Json {

  private Json() {}

  /** A bundle's {@code data} and {@code metadata}, as the messages carry them. */
  static JsonObject of(MimeBundle bundle) {
    JsonObject content = new JsonObject();
    content.add("data", of(bundle.data()));
    content.add("metadata", of(bundle.metadata()));
    return content;
  }

  /**
   * The bundle of what the libraries of other kernels call display data, which they write as the
   * messages carry it. There the order says nothing; here the text is the last and poorest form.
   */
  public static MimeBundle bundle(Object displayData) {
    Gson gson = new Gson();
    JsonObject content = gson.toJsonTree(displayData).getAsJsonObject();
    Map<String, Object> data = map(gson, content.get("data"));
    Object text = data.remove(MimeBundle.TEXT);
    if (text != null) {
      data.put(MimeBundle.TEXT, text);
    }
    return new MimeBundle(data, map(gson, content.get("metadata")));
  }

  private static Map<String, Object> map(Gson gson, @Nullable JsonElement tree) {
    Map<String, Object> map = gson.fromJson(tree, new TypeToken<Map<String, Object>>() {});
    return map == null ? new LinkedHashMap<>() : map;
  }

  /** A tree of maps, lists and plain values; what JSON has no word for is written as text. */
  static JsonElement of(@Nullable Object value) {
    if (value == null) {
      return JsonNull.INSTANCE;
    }
    if (value instanceof JsonElement element) {
      return element;
    }
    if (value instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((key, member) -> object.add(String.valueOf(key), of(member)));
      return object;
    }
    if (value instanceof Iterable<?> items) {
      JsonArray array = new JsonArray();
      items.forEach(item -> array.add(of(item)));
      return array;
    }
    if (value instanceof Boolean bool) {
      return new JsonPrimitive(bool);
    }
    if (value instanceof Number number) {
      // JSON has neither NaN nor infinities; Plotly takes null for a gap
      return Double.isFinite(number.doubleValue()) ? new JsonPrimitive(number) : JsonNull.INSTANCE;
    }
    return new JsonPrimitive(value.toString());
  }
}
