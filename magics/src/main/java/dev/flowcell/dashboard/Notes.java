package dev.flowcell.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an action has to say on the page that follows it. The address of that page names the note
 * only, so that nobody can put words into a page. Thread-safe.
 */
final class Notes {

  private static final int KEPT = 100;

  private final Map<String, Note> notes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Note> eldest) {
          return size() > KEPT;
        }
      };

  private int last;

  /** Keeps a note; what comes back names it. */
  synchronized String keep(Note note) {
    String name = Integer.toString(++last, Character.MAX_RADIX);
    notes.put(name, note);
    return name;
  }

  /** The note of that name, or an empty one. */
  synchronized Note get(String name) {
    return notes.getOrDefault(name, Note.NONE);
  }
}
