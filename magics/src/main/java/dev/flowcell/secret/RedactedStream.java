package dev.flowcell.secret;

import java.util.regex.Matcher;

/**
 * A text that comes in pieces, without secrets, also those that are split over pieces: an end that
 * could be the beginning of a secret waits for what follows. Not thread-safe.
 */
final class RedactedStream {

  private final Redaction redaction;
  private String waiting = "";

  RedactedStream(Redaction redaction) {
    this.redaction = redaction;
  }

  /** What can be shown after this piece has come. */
  String next(String piece) {
    SecretForms forms = redaction.forms();
    if (forms == null) {
      return piece;
    }
    String text = waiting + piece;
    Matcher whole = forms.pattern().matcher(text);
    Matcher begun = forms.pattern().matcher(text);
    int firstCut = text.length() - forms.longest();
    StringBuilder shown = new StringBuilder();
    int position = 0;
    while (true) {
      boolean found = whole.find(position);
      int end = found ? whole.start() + 1 : text.length();
      int cut = SecretForms.cutOff(begun, Math.max(position, firstCut), end);
      if (cut >= 0 || !found) {
        int stop = cut >= 0 ? cut : text.length();
        waiting = text.substring(stop);
        return shown.append(text, position, stop).toString();
      }
      shown.append(text, position, whole.start()).append(Redaction.MARK);
      position = whole.end();
    }
  }

  /** What has waited: nothing follows. */
  String end() {
    String rest = redaction.redact(waiting);
    waiting = "";
    return rest;
  }
}
