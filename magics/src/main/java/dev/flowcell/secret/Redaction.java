package dev.flowcell.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.MimeBundle;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Removes the values of secrets from texts, in all {@link SecretForms forms}. While there are no
 * secrets it costs nothing. Thread-safe.
 */
public final class Redaction {

  /** What stands in the place of a secret. */
  public static final String MARK = "***";

  /** Shorter values are words that stand everywhere. */
  static final int SHORTEST = 6;

  private static final char ELLIPSIS = '…';

  private static final List<Charset> CODINGS = List.of(UTF_8, ISO_8859_1, UTF_16BE, UTF_16LE);

  private final Set<String> secrets = new LinkedHashSet<>();
  private volatile @Nullable SecretForms forms;

  /** From now on this value is removed. */
  synchronized void add(String secret) {
    if (secrets.add(secret)) {
      forms = SecretForms.of(secrets);
    }
  }

  void addIfLongEnough(String secret) {
    if (secret.length() >= SHORTEST) {
      add(secret);
    }
  }

  /** What finds the secrets, or null while there are none. */
  @Nullable SecretForms forms() {
    return forms;
  }

  /** Whether there is nothing to remove yet. */
  public boolean isIdle() {
    return forms == null;
  }

  /** The text without secrets. */
  public String redact(String text) {
    SecretForms known = forms;
    return known == null || text.length() < SHORTEST
        ? text
        : withoutBeginnings(known.pattern().matcher(text).replaceAll(MARK), known);
  }

  /** What shortens a text may leave the beginning of a secret in it, before an ellipsis. */
  private static String withoutBeginnings(String text, SecretForms forms) {
    int ellipsis = text.indexOf(ELLIPSIS);
    if (ellipsis < 0) {
      return text;
    }
    Matcher begun = forms.pattern().matcher(text);
    StringBuilder shown = new StringBuilder();
    int position = 0;
    for (; ellipsis >= 0; ellipsis = text.indexOf(ELLIPSIS, ellipsis + 1)) {
      int end = ellipsis;
      while (end > position && text.charAt(end - 1) == ' ') {
        end--;
      }
      int from = Math.max(position, end - forms.longest());
      int cut = SecretForms.cutOff(begun.region(position, end), from, end - SHORTEST + 1);
      if (cut >= 0) {
        shown.append(text, position, cut).append(MARK);
        position = end;
      }
    }
    return shown.append(text, position, text.length()).toString();
  }

  /** Keys and texts without secrets, in lists and maps of any depth too. */
  private <V extends @Nullable Object> Map<String, V> redact(Map<String, V> texts) {
    Map<String, V> redacted = new LinkedHashMap<>();
    texts.forEach((key, value) -> redacted.put(redact(key), redactTree(value)));
    return redacted;
  }

  @SuppressWarnings("unchecked") // each stays what it is
  private <T extends @Nullable Object> T redactTree(T value) {
    if (value instanceof String text) {
      return (T) redact(text);
    }
    if (value instanceof Map<?, ?> map) {
      return (T) redact((Map<String, Object>) map);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> redacted = new ArrayList<>();
      list.forEach(each -> redacted.add(redactTree(each)));
      return (T) redacted;
    }
    return value;
  }

  /** A bundle without secrets. */
  public MimeBundle redact(MimeBundle bundle) {
    return isIdle() ? bundle : new MimeBundle(redact(bundle.data()), redact(bundle.metadata()));
  }

  /** A cell's result without secrets. */
  public CellResult redact(CellResult result) {
    if (result instanceof CellResult.Value value) {
      return new CellResult.Value(redact(value.bundle()));
    }
    return result instanceof CellResult.Failed failed
        ? new CellResult.Failed(redact(failed.error()))
        : result;
  }

  private CellError redact(CellError error) {
    return new CellError(
        redact(error.name()),
        redact(error.message()),
        error.traceback().stream().map(this::redact).toList());
  }

  /** Whether a secret is within these bytes, in any of the codings that the platform has. */
  public boolean isIn(byte[] bytes) {
    SecretForms known = forms;
    return known != null
        && CODINGS.stream()
            .map(coding -> new String(bytes, coding))
            .anyMatch(text -> known.pattern().matcher(text).find());
  }
}
