package dev.flowcell.kernel.java.assist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Tab offers beside what JShell knows: words of the language, and names in another case. */
class WordsToCompleteTest {

  private static final Cells cells = new Cells();

  @BeforeAll
  static void declare() {
    cells.run("List<String> words = List.of(); int wordCount = 0;\nint returned() { return 1; }");
  }

  @AfterAll
  static void close() {
    cells.close();
  }

  private static List<String> complete(String code) {
    return cells.evaluator.complete(code, code.length()).matches();
  }

  @Test
  void keywords_come_behind_names() {
    assertThat(complete("retu")).containsExactly("returned()", "return");
    assertThat(complete("whil")).containsExactly("while");
    assertThat(complete("publ")).containsExactly("public");
    assertThat(complete("int f() {\n  ret")).containsExactly("returned()", "return");
    assertThat(complete("public stat")).containsExactly("static");
    assertThat(complete("boolean b = tru")).containsExactly("true");
    assertThat(complete("w")).contains("words").doesNotContain("while");
  }

  @Test
  void no_keyword_stands_behind_a_dot_or_for_a_name_that_is_being_given() {
    assertThat(complete("words.retu")).isEmpty();
    assertThat(complete("words.\n  stat")).isEmpty();
    assertThat(complete("int whil")).isEmpty();
    assertThat(complete("List<String> whil")).isEmpty();
    assertThat(complete("@publ")).isEmpty();
  }

  @Test
  void behind_a_name_only_the_keywords_that_can_follow_it_stand() {
    assertThat(complete("words inst")).containsExactly("instanceof");
    assertThat(complete("class Dog ext")).contains("extends");
    assertThat(complete("words whil")).isEmpty();
    assertThat(complete("Runnable r = () -> retu")).contains("return");
  }

  @Test
  void where_nothing_begins_so_names_in_another_case_are_offered() {
    assertThat(complete("str")).startsWith("StrictMath", "String").contains("StringJoiner");
    assertThat(complete("WORDC")).containsExactly("wordCount");
    assertThat(complete("wordcount")).containsExactly("wordCount");
    assertThat(complete("words.isempty")).containsExactly("isEmpty()");
    assertThat(complete("import java.text.*;\nif (words.isempty")).containsExactly("isEmpty()");
    assertThat(complete("wor")).containsExactly("wordCount", "words");
    assertThat(complete("Object o = nul")).startsWith("null");
  }

  @Test
  void a_statement_that_prints_is_offered_by_its_last_name() {
    assertThat(complete("print")).contains("System.out.println(");
    assertThat(complete("if (words.isEmpty()) pri"))
        .containsSubsequence("System.out.println(", "private");
    assertThat(complete("words.forEach(w -> println")).containsExactly("System.out.println(");
    assertThat(complete("int a = pri")).doesNotContain("System.out.println(");
    assertThat(complete("System.out.pri")).contains("println(").doesNotContain("private");
  }
}
