package dev.flowcell.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.code.CallSite.How;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallSiteTest {

  private static final JavaParser PARSER = new JavaParser();

  /** As {@code clean in a loop, submitted}. */
  private static List<String> calls(String source) {
    return CallSite.in(source, PARSER).stream()
        .map(
            site ->
                (site.name()
                        + " "
                        + site.how().stream()
                            .sorted()
                            .map(How::words)
                            .collect(Collectors.joining(", ")))
                    .strip())
        .toList();
  }

  @Test
  void calls_come_in_the_order_in_which_they_happen() {
    assertThat(calls("void f() { report(clean(load(), other()).size()); }"))
        .containsExactly("load", "other", "clean", "report");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for (int i = 0; i < 3; i++) { a(); } | a in a loop",
        "for (var x : a()) b(x); | a; b in a loop",
        "while (a()) b(); | a in a loop; b in a loop",
        "do { a(); } while (b()); | a in a loop; b in a loop",
        "if (a()) b(); else c(); | a; b conditional; c conditional",
        "int x = a() ? b() : c(); | a; b conditional; c conditional",
        "switch (a()) { case 1: b(); break; default: c(); } | a; b conditional; c conditional",
        "int x = switch (a()) { case 1 -> b(); default -> { yield c(); } }; | a; b conditional; c"
            + " conditional",
        "boolean x = a() && b() | a; b conditional",
        "try { a(); } catch (Exception e) { b(); } finally { c(); } | a; b conditional; c",
        "for (;;) if (x) a(); | a in a loop, conditional",
        "xs.stream().map(x -> a(x)).toList(); | a in a lambda",
        "a.submit(b.submit()); | b submitted; a submitted",
        "a.map(b()); | b; a mapped",
        "a.mapAsync(xs); | a mapped",
        "a.with(retries(5)).call(1); | a",
        "task(\"a\").submit(b()); | b; a submitted",
        "var a = a(); a.map(x); | a",
        "this.a(); super.b(); c.d(e()); | e"
      })
  void what_stands_around_a_call_is_told(String statements, String expected) {
    assertThat(String.join("; ", calls(statements))).isEqualTo(expected);
  }
}
