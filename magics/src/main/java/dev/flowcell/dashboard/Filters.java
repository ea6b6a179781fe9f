package dev.flowcell.dashboard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a page was narrowed down to, as its address says: whoever is given the address sees the
 * same.
 */
record Filters(String path, Map<String, String> given) {

  /** Those of these filters that the request gives. */
  static Filters of(Request request, String path, List<String> names) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String name : names) {
      String text = request.text(name);
      if (text != null) {
        given.put(name, text);
      }
    }
    return new Filters(path, given);
  }

  /** What was given, or empty. */
  String get(String name) {
    return given.getOrDefault(name, "");
  }

  boolean is(String name, String text) {
    return get(name).equalsIgnoreCase(text);
  }

  boolean isEmpty() {
    return given.isEmpty();
  }

  /** The address of what they narrow down. */
  String address() {
    return address(path, given);
  }

  /** The address with one filter changed; an empty text takes it away. */
  String with(String name, String text) {
    Map<String, String> changed = new LinkedHashMap<>(given);
    changed.put(name, text);
    return address(path, changed);
  }

  /** The address of the same as something else, such as JSON under {@code /api}. */
  String as(String prefix, String format) {
    Map<String, String> changed = new LinkedHashMap<>(given);
    changed.put("format", format);
    return address(prefix + path, changed);
  }

  private static String address(String path, Map<String, String> filters) {
    StringBuilder address = new StringBuilder(path);
    char before = '?';
    for (Map.Entry<String, String> filter : filters.entrySet()) {
      if (!filter.getValue().isEmpty()) {
        address.append(before).append(View.encode(filter.getKey())).append('=');
        address.append(View.encode(filter.getValue()));
        before = '&';
      }
    }
    return address.toString();
  }
}
