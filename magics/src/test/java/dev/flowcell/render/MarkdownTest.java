package dev.flowcell.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.MimeBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {

  @Test
  void writes_what_the_text_means_and_keeps_the_text() {
    MimeBundle bundle = Markdown.render("**10** rows\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n");

    assertThat(html("**10** rows")).isEqualTo("<p><strong>10</strong> rows</p>");
    assertThat(Fragments.htmlOf(bundle)).contains("<table>", "<td align=\"right\">2</td>");
    assertThat(bundle.text()).startsWith("**10** rows");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$a_1*b_2*c$",
        "$\\{x\\}$",
        "$$\\begin{aligned} a &= b \\\\\nc &= d \\end{aligned}$$",
        "$p < 0.05$",
        "$\\$5$",
      })
  void a_formula_stands_there_as_it_was_written(String formula) {
    assertThat(html("so " + formula + " is")).isEqualTo("<p>so " + Html.text(formula) + " is</p>");
  }

  @Test
  void an_amount_of_money_is_no_formula() {
    assertThat(html("$5 *or* $6")).contains("<em>or</em>");
    assertThat(html("a $ *b* $ c")).contains("<em>b</em>");
    assertThat(html("\\$*x*$")).contains("<em>x</em>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "text <img src=x onerror=alert(1)> text",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](&#106;avascript:alert(1))",
        "![x](javascript:alert(1))",
        "![x\" onerror=\"alert(1)](y.png)",
        "<javascript:alert(1)>",
        "[a]: javascript:alert(1)\n\n[a]",
        "```\"><script>alert(1)</script>\nx\n```",
      })
  void nobody_breaks_out(String hostile) {
    assertThat(html(hostile))
        .doesNotContainPattern("(?i)<script")
        .doesNotContainPattern("(?i)<[^>]*\\son[a-z]+=[^\"]*(?=>)")
        .doesNotContainPattern("(?i)(href|src)=\"\\s*(javascript|data:text)");
  }

  @Test
  void pictures_may_stand_in_the_text() {
    assertThat(html("![dot](data:image/png;base64,iVBORw0KGgo=)"))
        .contains("src=\"data:image/png;base64,iVBORw0KGgo=\"", "alt=\"dot\"");
  }

  private static String html(String markdown) {
    return Fragments.htmlOf(Markdown.render(markdown));
  }
}
