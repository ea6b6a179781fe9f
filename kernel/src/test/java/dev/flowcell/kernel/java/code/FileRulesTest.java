package dev.flowcell.kernel.java.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "record R(int a) { R { a++; } } | record R(int a) { public/*$*/ R { a++; } }",
        "record R<T>(T a) { @A(b = 1) R(T a) { } } | record R<T>(T a) { @A(b = 1) public/*$*/ R(T a) { } }",
        "record R() { int f() { return 1; } R { } } | record R() { int f() { return 1; } public/*$*/ R { } }",
        "sealed interface S {} record R() implements S {} | sealed interface S  permits/*$*/ R {} record R() implements S {}",
        "abstract sealed class S { final class I extends S {} } final class R extends S {} |"
            + " abstract sealed class S  permits/*$*/ R, S.I { final class I extends S {} } final class R extends S {}"
      })
  void what_a_file_would_not_need_is_put_in(String code, String applied) {
    assertThat(FileRules.apply(code)).isEqualTo(applied);
    assertThat(HiddenNames.strip(applied).replaceAll(" +", " ")).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "record R(int a) { public R { a++; } }",
        "record R(int a) { static R of() { return new R(1); } } R(1);",
        "class C { record R(int a) { R { } } }",
        "var record = \"sealed interface S {} record R() implements S { R { } }\";",
        "// sealed interface S {} class C implements S {}\nint record = 1;",
        "sealed interface S permits A {} record A() implements S {} record B() implements S {}",
        "non-sealed class S extends T {} final class R extends S {}",
        "sealed interface S { record I() implements S {} }",
        "record R(int a",
        "record R(int a) { @",
        "record R(int a) { @A",
        "sealed interface",
        "sealed class C",
        "record }{ sealed ) ("
      })
  void all_else_stays_as_it_is(String code) {
    assertThat(FileRules.apply(code)).isEqualTo(code);
  }

  @Test
  void what_is_not_closed_ends_with_the_code() {
    assertThat(FileRules.apply("record R(int a) { R {"))
        .isEqualTo("record R(int a) { public/*$*/ R {");
  }
}
