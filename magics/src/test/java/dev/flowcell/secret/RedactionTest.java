package dev.flowcell.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.escape.Escaper;
import com.google.common.html.HtmlEscapers;
import dev.flowcell.cell.MimeBundle;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  private final Redaction redaction = new Redaction();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "correct horse battery",
        "p<a>s's\"w&o=r+d/%\\",
        "pässwörd€😀",
        "tab\tand\u00a0more",
        "aaaaaa",
        "......",
        "\\\\\\\\\\\\"
      })
  void the_usual_forms_of_a_secret_are_removed(String secret) throws JsonProcessingException {
    redaction.add(secret);
    ObjectMapper mapper = new ObjectMapper();
    String json = mapper.writeValueAsString(secret);
    Escaper html = HtmlEscapers.htmlEscaper();
    String url = URLEncoder.encode(secret, UTF_8);

    assertThat(redacted("<" + secret + ">")).isEqualTo("<***>");
    assertThat(redacted(json)).isEqualTo("\"***\"");
    assertThat(redacted(json.replace("<", "\\u003c").replace("/", "\\/"))).isEqualTo("\"***\"");
    assertThat(redacted(mapper.writeValueAsString(json))).contains("***").hasSizeLessThan(20);
    assertThat(redacted(ascii(secret))).isEqualTo("***");
    assertThat(redacted(html.escape(secret))).isEqualTo("***");
    assertThat(redacted(html.escape(json))).isEqualTo("&quot;***&quot;");
    assertThat(redacted(url)).isEqualTo("***");
    assertThat(redacted(url.replace("+", "%20").toLowerCase(Locale.ROOT))).startsWith("***");
    assertThat(redacted("&#" + (int) secret.charAt(0) + ";" + secret.substring(1)))
        .isEqualTo("***");
  }

  @Test
  void its_beginning_is_removed_where_a_text_was_shortened() {
    redaction.add("correct \"horse\" battery staple");

    assertThat(redacted("token correct \"hor…, and more")).isEqualTo("token ***…, and more");
    assertThat(redacted("<td>correct &quot;horse&quot; b…</td><td>correct…</td>"))
        .isEqualTo("<td>***…</td><td>***…</td>");
    assertThat(redacted("it is correct \"horse …")).isEqualTo("it is *** …");
    assertThat(redacted("a correct… answer, corr… or")).isEqualTo("a ***… answer, corr… or");
    assertThat(redacted("… correct horses are not …")).isEqualTo("… correct horses are not …");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "p<a>s's\"w&o=r+d/%\\", "pässwörd€😀", "~~~???", "abcdef"})
  void it_is_removed_from_base64_wherever_it_lies_in_the_text(String secret) {
    redaction.add(secret);

    for (String before : List.of("", "u", "u:", "us:", "user:", "Ada L:")) {
      for (String after : List.of("", "!", "!!", " and more")) {
        byte[] bytes = (before + secret + after).getBytes(UTF_8);
        for (Base64.Encoder encoder :
            List.of(Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding())) {
          String encoded = encoder.encodeToString(bytes);
          String redacted = redacted(encoded);
          // at both ends a character may belong to its neighbours, too
          int own = secret.getBytes(UTF_8).length * 8 / 6 - 1;
          assertThat(redacted).contains("***");
          assertThat(redacted.length() - "***".length())
              .isLessThanOrEqualTo(encoded.length() - own);
        }
      }
    }
    String wrapped =
        Base64.getMimeEncoder().encodeToString(("x".repeat(54) + secret).getBytes(UTF_8));
    assertThat(redacted(wrapped)).contains("***");
  }

  @Test
  void each_line_of_a_key_of_many_lines_is_removed() {
    redaction.add("-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----\n");

    assertThat(redacted("first: kqhkiG9w0BAQEF.")).isEqualTo("first: ***.");
    assertThat(redacted("-----BEGIN KEY-----\nMIIEvQIBADANBg\n")).isEqualTo("***\n***\n");
  }

  @Test
  void what_is_not_a_secret_stays() {
    String text = "hunter 2, hunte r2, HUNTER2 and hunter";
    assertThat(redaction.redact(text)).isSameAs(text);
    redaction.add("hunter2");
    assertThat(redacted(text)).isEqualTo(text);
    redaction.addIfLongEnough("and");
    assertThat(redacted(text)).isEqualTo(text);
  }

  @Test
  void one_secret_within_another_leaves_nothing_of_either() {
    redaction.add("hunter");
    redaction.add("hunter2-long");

    assertThat(redacted("hunter2-long hunter hunter2")).isEqualTo("*** *** ***2");
  }

  @Test
  void bundles_are_cleaned_at_every_depth() {
    redaction.add("hunter2");
    MimeBundle bundle =
        new MimeBundle(
            Map.of("application/json", Map.of("hunter2", List.of(1, "a hunter2", List.of(true)))),
            Map.of("text/plain", Map.of("title", "hunter2")));

    MimeBundle redacted = redaction.redact(bundle);

    assertThat(redacted.data())
        .isEqualTo(Map.of("application/json", Map.of("***", List.of(1, "a ***", List.of(true)))));
    assertThat(redacted.metadata()).isEqualTo(Map.of("text/plain", Map.of("title", "***")));
  }

  @Test
  void bytes_that_hold_a_secret_are_found() {
    redaction.add("pässwörd");

    assertThat(redaction.isIn("a pässwörd b".getBytes(UTF_8))).isTrue();
    assertThat(redaction.isIn("\0pässwörd".getBytes(UTF_16LE))).isTrue();
    assertThat(redaction.isIn("\0pässwörd".getBytes(ISO_8859_1))).isTrue();
    assertThat(redaction.isIn("passwort".getBytes(UTF_8))).isFalse();
  }

  @Test
  void a_secret_that_comes_in_pieces_is_removed_and_nothing_else_is_lost() {
    redaction.add("hunter2");
    redaction.add("hunter2-longer");
    redaction.add("ununited");
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      String text = text(random);
      RedactedStream stream = new RedactedStream(redaction);
      StringBuilder shown = new StringBuilder();
      int position = 0;
      while (position < text.length()) {
        int end = Math.min(text.length(), position + 1 + random.nextInt(4));
        shown.append(stream.next(text.substring(position, end)));
        position = end;
      }
      shown.append(stream.end());

      assertThat(shown.toString()).isEqualTo(redaction.redact(text));
    }
  }

  @Test
  void text_that_can_not_begin_a_secret_is_shown_at_once() {
    redaction.add("hunter2");
    RedactedStream stream = new RedactedStream(redaction);

    assertThat(stream.next("line\n")).isEqualTo("line\n");
    assertThat(stream.next("fish")).isEqualTo("fis");
    assertThat(stream.next(" and h")).isEqualTo("h and ");
    assertThat(stream.next("unter")).isEmpty();
    assertThat(stream.next("2!")).isEqualTo("***!");
  }

  private static String text(Random random) {
    List<String> pieces =
        List.of("hunter2", "hunter2-longer", "hunter2-long", "hunt", "un", "ununited", "x", "\n");
    return random.ints(12, 0, pieces.size()).mapToObj(pieces::get).collect(Collectors.joining());
  }

  private static String ascii(String text) {
    return text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
  }

  private String redacted(String text) {
    return redaction.redact(text);
  }
}
