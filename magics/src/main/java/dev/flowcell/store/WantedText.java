package dev.flowcell.store;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
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

  /** A text in parts, of which each second one is what was looked for. */
  public List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int end = 0;
    for (Matcher found = pattern.matcher(text); found.find(); end = found.end()) {
      parts.add(text.substring(end, found.start()));
      parts.add(found.group());
    }
    parts.add(text.substring(end));
    return parts;
  }
}
