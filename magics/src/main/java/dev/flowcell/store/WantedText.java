package dev.flowcell.store;

import java.util.regex.Pattern;

/** A text that is looked for in others, in any case of letters. Immutable. */
public final class WantedText {

  private final Pattern pattern;

  public WantedText(String text) {
    pattern =
        Pattern.compile(text, Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  public boolean isIn(String text) {
    return pattern.matcher(text).find();
  }
}
