package dev.flowcell.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The forms in which a secret may turn up, as a regular expression: each character as itself, or as
 * JSON, Java, HTML or an address writes it, in any mixture; and the Base64 of it, also where it is
 * a part of a longer text, as in {@code user:password}.
 *
 * @param longest no form has more characters
 */
record SecretForms(Pattern pattern, int longest) {

  /** No form of a character has more, line ends in Base64 included. */
  private static final int LONGEST_FORM = 16;

  /** JSON, Java and C write these so. */
  private static final Map<Character, String> ESCAPED =
      Map.of('\n', "n", '\r', "r", '\t', "t", '\b', "b", '\f', "f");

  private static final Map<Character, String> ENTITIES =
      Map.of('&', "amp", '<', "lt", '>', "gt", '"', "quot", '\'', "apos", '\u00a0', "nbsp");

  /** The forms of these, longest secrets first, so that none hides within another. */
  static SecretForms of(Set<String> secrets) {
    Set<String> forms = new LinkedHashSet<>();
    secrets.stream()
        .flatMap(secret -> parts(secret).stream())
        .distinct()
        .sorted((a, b) -> Integer.compare(b.length(), a.length()))
        .forEach(
            part -> {
              forms.add(characters(part, ""));
              base64(part)
                  .forEach(text -> forms.add(characters(text, "(?:[\\r\\n]|\\\\[rn]){0,2}+")));
            });
    int bytes = secrets.stream().mapToInt(secret -> secret.getBytes(UTF_8).length).max().orElse(0);
    return new SecretForms(Pattern.compile(String.join("|", forms)), 2 * bytes * LONGEST_FORM);
  }

  /**
   * Where, from one place to another, the first secret begins that the end of the matcher's region
   * cuts off, or -1.
   */
  static int cutOff(Matcher matcher, int from, int to) {
    for (int i = from; i < to; i++) {
      var unused = matcher.region(i, matcher.regionEnd()).lookingAt();
      if (matcher.hitEnd()) { // more text could make it a match, or a longer one
        return i;
      }
    }
    return -1;
  }

  /** A secret of several lines is also printed line by line. */
  private static List<String> parts(String secret) {
    List<String> parts = new ArrayList<>();
    parts.add(secret);
    secret
        .lines()
        .map(String::strip)
        .filter(line -> line.length() >= Redaction.SHORTEST)
        .forEach(parts::add);
    return parts;
  }

  private static String characters(String text, String between) {
    return text.codePoints().mapToObj(SecretForms::character).collect(Collectors.joining(between));
  }

  private static String character(int codePoint) {
    String text = Character.toString(codePoint);
    List<String> forms = new ArrayList<>();
    forms.add(utf16(text));
    forms.add("&#0{0,3}" + codePoint + ";");
    forms.add("&#[xX]0{0,3}" + ignoringCase(Integer.toHexString(codePoint)) + ";");
    forms.add(percent(text));
    if (codePoint == ' ') {
      forms.add("\\+");
    }
    if (codePoint <= Character.MAX_VALUE) {
      char c = (char) codePoint;
      if (ENTITIES.containsKey(c)) {
        forms.add("\\\\{0,3}&" + ENTITIES.get(c) + ";");
      }
      if (ESCAPED.containsKey(c)) {
        forms.add("\\\\{1,2}" + ESCAPED.get(c));
      }
    }
    // last, since it may be the beginning of one of the others; also escaped, or escaped twice
    forms.add("\\\\{0,3}" + Pattern.quote(text));
    return "(?:" + String.join("|", forms) + ")";
  }

  private static String utf16(String text) {
    return text.chars()
        .mapToObj(c -> "\\\\{1,2}u" + ignoringCase("%04x".formatted(c)))
        .collect(Collectors.joining());
  }

  private static String percent(String text) {
    StringBuilder form = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      form.append('%').append(ignoringCase("%02x".formatted(b)));
    }
    return form.toString();
  }

  private static String ignoringCase(String hex) {
    return hex.chars()
        .mapToObj(
            c ->
                Character.isDigit(c)
                    ? Character.toString(c)
                    : "[" + (char) c + Character.toString(c).toUpperCase(Locale.ROOT) + "]")
        .collect(Collectors.joining());
  }

  /**
   * Three bytes make four characters (RFC 4648, section 4), so there are three ways in which the
   * text can lie among others; of each, the characters that depend on the text alone.
   */
  private static Set<String> base64(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    Set<String> forms = new LinkedHashSet<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      int begin = (before * 8 + 5) / 6;
      int end = shifted.length * 8 / 6;
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        forms.add(new String(Arrays.copyOfRange(encoder.encode(shifted), begin, end), UTF_8));
      }
    }
    return forms;
  }
}
