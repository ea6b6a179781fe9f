package dev.flowcell.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an action has to say on the page that follows it. The address of that page names the note
 * only, so that nobody can put words into a page. Thread-safe.
 */
final class Notes {

  private static final int KEPT = 100;

  private final Map<String, String> notes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > KEPT;
        }
      };

  private int last;

  /** Keeps a note; what comes back names it. */
  synchronized String keep(String words) {
    String name = Integer.toString(++last, Character.MAX_RADIX);
    notes.put(name, words);
    return name;
  }

  /** The note of that name, or empty. */
  synchronized String get(String name) {
    return notes.getOrDefault(name, "");
  }
}
