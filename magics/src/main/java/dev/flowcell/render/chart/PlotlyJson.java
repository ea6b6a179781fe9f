package dev.flowcell.render.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.Trace;

/**
 * jsplot's figures as Plotly's JSON. jsplot writes JavaScript, for a Plotly of 2021: it is read
 * leniently, never run, and brought to what Plotly takes today: titles are objects, numbers are
 * numbers, missing numbers are null, and boxes have quartiles as pandas computes them. Event
 * handlers are left out.
 *
 * <p>The first figure of a process takes up to some seconds: jsplot starts its template engine.
 */
final class PlotlyJson {

  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(
              JsonReadFeature.ALLOW_SINGLE_QUOTES,
              JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
              JsonReadFeature.ALLOW_TRAILING_COMMA,
              JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS,
              JsonReadFeature.ALLOW_MISSING_VALUES,
              JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
              JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .build();

  private static final Set<String> NUMBERS =
      Set.of("opacity", "dtick", "nticks", "tick0", "scaleratio", "xshift");
  private static final Set<String> SWITCHES = Set.of("autorange", "visible");
  private static final Set<String> DATA =
      Set.of("x", "y", "z", "range", "open", "high", "low", "close", "values");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?|-?Infinity|NaN|null");

  private PlotlyJson() {}

  /** The figure as {@code data}, {@code layout} and {@code config}, with all its values. */
  static Map<String, Object> of(Figure figure) {
    List<Object> data = new ArrayList<>();
    Trace[] traces = figure.getTraces();
    for (int i = 0; i < traces.length; i++) {
      data.add(withoutZeroBins(read(traces[i].asJavascript(i))));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("data", data);
    json.put(
        "layout", figure.getLayout() == null ? Map.of() : read(figure.getLayout().asJavascript()));
    json.put(
        "config", figure.getConfig() == null ? Map.of() : read(figure.getConfig().asJavascript()));
    return json;
  }

  /** Reads {@code var name = {…};}. */
  private static Map<String, Object> read(String javascript) {
    String object = javascript.substring(javascript.indexOf('=') + 1).strip();
    try {
      Map<?, ?> parsed = LENIENT.readValue(withBackslashesKept(object), Map.class);
      return normalised(parsed);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "jsplot's figure could not be read: " + e.getOriginalMessage(), e);
    }
  }

  /** jsplot escapes the quotes in texts that stand in single quotes, but no backslashes. */
  private static String withBackslashesKept(String javascript) {
    StringBuilder out = new StringBuilder(javascript.length());
    char quote = 0;
    for (int i = 0; i < javascript.length(); i++) {
      char c = javascript.charAt(i);
      out.append(c);
      if (c == '\\' && quote == '\'') {
        out.append(c);
      } else if (c == '\\' && quote == '"' && i + 1 < javascript.length()) {
        out.append(javascript.charAt(++i));
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
    }
    return out.toString();
  }

  private static Map<String, Object> normalised(Map<?, ?> object) {
    Map<String, Object> result = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      String key = String.valueOf(entry.getKey());
      put(result, key, normalised(key, entry.getValue()));
    }
    if (result.get("title") instanceof String title) {
      Map<String, Object> full = new LinkedHashMap<>();
      full.put("text", title);
      Object font = result.remove("titlefont");
      if (font != null) {
        full.put("font", font);
      }
      result.put("title", full);
    }
    return result;
  }

  private static @Nullable Object normalised(String key, @Nullable Object value) {
    if (value instanceof Map<?, ?> object) {
      return normalised(object);
    }
    if (value instanceof List<?> list) {
      return list(list, DATA.contains(key) && list.stream().allMatch(PlotlyJson::isNumber));
    }
    if (value instanceof String text) {
      return text(key, unescaped(text));
    }
    return finite(value);
  }

  private static List<Object> list(List<?> list, boolean numbers) {
    List<Object> result = new ArrayList<>();
    for (Object element : list) {
      add(
          result,
          element instanceof List<?> row
              ? list(row, row.stream().allMatch(PlotlyJson::isNumber))
              : element instanceof Map<?, ?> object
                  ? normalised(object)
                  : element instanceof String text && numbers ? number(text) : finite(element));
    }
    return result;
  }

  private static @Nullable Object text(String key, String text) {
    if (NUMBERS.contains(key) && isNumber(text)) {
      return number(text);
    }
    boolean word = text.equals("true") || text.equals("false");
    return SWITCHES.contains(key) && word ? (Object) Boolean.valueOf(text) : text;
  }

  private static boolean isNumber(@Nullable Object value) {
    return value == null
        || value instanceof Number
        || (value instanceof String text && NUMBER.matcher(text).matches());
  }

  private static @Nullable Object number(String text) {
    return text.equals("null") ? null : finite(Double.valueOf(text));
  }

  /** JSON has no NaN and no infinity. */
  private static @Nullable Object finite(@Nullable Object value) {
    return value instanceof Double number && !Double.isFinite(number) ? null : value;
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  /** jsplot writes zero where Plotly is to choose. */
  private static Map<String, Object> withoutZeroBins(Map<String, Object> trace) {
    for (String axis : List.of("x", "y")) {
      if (Integer.valueOf(0).equals(trace.get("nbins" + axis))) {
        trace.remove("nbins" + axis);
        trace.remove("autobin" + axis);
      }
    }
    return trace;
  }

  /** The figure with quartiles instead of the values that Plotly would compute its own from. */
  static Map<String, Object> withQuartiles(Map<String, Object> figure) {
    List<Object> traces = new ArrayList<>();
    for (Map<String, Object> trace : traces(figure)) {
      Map<String, Object> drawn = new LinkedHashMap<>(trace);
      if ("box".equals(trace.get("type"))
          && trace.get("x") instanceof List<?> labels
          && trace.get("y") instanceof List<?> values) {
        List<BoxStats> boxes = boxes(labels, values);
        drawn.put("x", boxes.stream().map(BoxStats::label).toList());
        drawn.putAll(PlotlyChart.figures(boxes, false));
      }
      traces.add(drawn);
    }
    Map<String, Object> result = new LinkedHashMap<>(figure);
    result.put("data", traces);
    return result;
  }

  /** The traces of a figure of {@link #of}. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> traces(Map<String, Object> figure) {
    return (List<Map<String, Object>>) Objects.requireNonNull(figure.get("data"));
  }

  /** A box for each label, in the order of their first values. */
  static List<BoxStats> boxes(List<?> labels, List<?> values) {
    Map<String, List<Double>> groups = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(labels.size(), values.size()); i++) {
      if (values.get(i) instanceof Number number) {
        groups
            .computeIfAbsent(String.valueOf(labels.get(i)), first -> new ArrayList<>())
            .add(number.doubleValue());
      }
    }
    List<BoxStats> boxes = new ArrayList<>();
    groups.forEach(
        (label, group) ->
            boxes.add(
                BoxStats.of(label, group.stream().mapToDouble(Double::doubleValue).toArray())));
    return boxes;
  }

  // JSON's null is a value here, which these collections take and their type does not tell.

  @SuppressWarnings("NullAway")
  private static void put(Map<String, Object> object, String key, @Nullable Object value) {
    object.put(key, value);
  }

  @SuppressWarnings("NullAway")
  private static void add(List<Object> list, @Nullable Object value) {
    list.add(value);
  }
}
