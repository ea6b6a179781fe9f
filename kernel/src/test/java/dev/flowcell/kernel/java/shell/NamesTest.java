package dev.flowcell.kernel.java.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  private static final Set<String> VARIABLES = Set.of("x", "display");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 + 1",
        "0xFFL + 1e5 + .5f",
        "x * 2",
        "x.size() - x . length",
        "\"List of \\\" y\".length() + 'y'",
        "Math.max(x, 2)",
        "x instanceof String",
        "(int) x",
        "x::hashCode == null"
      })
  void variables_and_their_members_need_no_import(String source) {
    assertThat(Names.areVariables(source, VARIABLES::contains)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "List.of(1)",
        "new ArrayList<String>()",
        "unknown",
        "java.util.List.of()",
        "display(x)",
        "display (x)",
        "x.<List>of()",
        "x.map(v -> 1)",
        "x instanceof List",
        "(List) x",
        "\"\"\"\n  a\"\"\"",
        "x /* a comment's */ + 1",
        "x // isn't\n + 1",
        "\\u004cist.of()",
        "Ärger.of()"
      })
  void all_else_may_need_one(String source) {
    assertThat(Names.areVariables(source, VARIABLES::contains)).isFalse();
  }
}
