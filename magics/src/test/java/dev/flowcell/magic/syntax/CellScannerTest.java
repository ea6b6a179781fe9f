package dev.flowcell.magic.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.magic.syntax.CellScanner.MagicLine;
import dev.flowcell.magic.syntax.CellScanner.Scan;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellScannerTest {

  private static final Set<String> MAGICS =
      Set.of("task", "taks", "flow", "jars", "env", "maven", "time", "help", "docter");

  private final CellScanner scanner =
      new CellScanner(
          new CellScanner.Names() {
            @Override
            public boolean isMagic(String word) {
              return MAGICS.contains(word);
            }

            @Override
            public boolean takesText(String word) {
              return false;
            }
          });

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%task",
        "  \t%task list",
        "%%task load --retries 3",
        "// a note\n\n/* more */\n%task",
        "int a = 1;\n%time a",
        "int a = 1\n%task list",
        "int a = 1 +\n%task list",
        "%taks list",
        "%docter",
        "%maven a:b:c",
        "%unknown word",
        "int a = 1;\n%unknown",
        "%task\r\nint a() { return 1; }",
        "foo(\"it's (\");\n%help",
        "char c = '\"';\n%help",
        "char c = '\\'';\n%help",
        "String s = \"\"\"\n  a \\\"\"\" b\n  \"\"\";\n%help",
        "// don't\n%help"
      })
  void a_line_that_begins_with_a_magic_is_one(String text) {
    assertThat(scanner.scan(text).magics()).hasSize(1);
  }

  @Test
  void a_magic_behind_an_equals_sign_is_a_value_to_the_end_of_its_line() {
    Scan scan =
        scanner.scan("var a = %jars \"x;y\";\nint b = 10 %c;\nvoid f() { a =%env HOME; // x\n}");

    assertThat(scan.values().stream().map(scan::text)).containsExactly("jars \"x;y\"", "env HOME");
    assertThat(scan.java())
        .isEqualTo("var a = 0;          \nint b = 10 %c;\nvoid f() { a =0;             \n}");
    assertThat(scan.items(0, scan.text().length())).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int r = a %= b;",
        "boolean r = a == b\n;",
        "String s = \"= %jars x\";",
        "int r = \"%d\".length() %b;",
        "int r = % 3;",
        "// x = %jars y"
      })
  void a_percent_sign_elsewhere_is_no_value(String text) {
    assertThat(scanner.scan(text).values()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int r = a\n%b;",
        "int r = a\n%b * 2;",
        "int r = a\n% 3;",
        "int r = 10\n  %3;",
        "% 3",
        "int r = a\n%task;",
        "int r = a\n%end + 1;",
        "printf(\"%d%%%n\", 3);",
        "String s = \"\"\"\n%d rows\n%task list\n\"\"\";",
        "/* this is\n%task list\n%done */",
        "// %task list",
        "foo(1,\n%task list\n);",
        "void f() {\n%task list\n}",
        "int[] a = {\n%task list\n};",
        "x %task list",
        "%",
        "%%",
        "String s = \"%task\";"
      })
  void what_java_means_otherwise_is_no_magic(String text) {
    assertThat(scanner.scan(text).magics()).isEmpty();
    assertThat(scanner.scan(text).java()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%task;", "int a = 1;\n  %task; // comment", "%task list;"})
  void a_magic_that_ends_as_a_statement_is_one(String text) {
    assertThat(scanner.scan(text).magics()).extracting(MagicLine::name).containsExactly("task");
  }

  @Test
  void a_magic_line_is_blanked_in_place() {
    Scan scan = scanner.scan("int a = 1;\n  %task it's (x /* --tags \"b\nint b;");
    assertThat(scan.java()).isEqualTo("int a = 1;\n" + " ".repeat(28) + "\nint b;");
    assertThat(scan.magics()).extracting(MagicLine::name).containsExactly("task");
  }

  @Test
  void every_line_end_is_kept() {
    assertThat(scanner.scan("%help\r\n%help\r%help\n").java()).isEqualTo("     \r\n     \r     \n");
  }

  @Test
  void statements_and_declarations_are_told_apart_by_their_ends() {
    String text =
        """
        import java.util.List;
        @A({1, 2}) int twice(int x) { return x; }
        int[] a = {1, 2};
        var r = new Runnable() { public void run() {} };
        new Thread(() -> { a[0]++; }).start();
        // void no() {}
        class C { int d; }
        5 + 5""";
    assertThat(texts(scanner.scan(text)))
        .containsExactly(
            "import java.util.List;",
            "@A({1, 2}) int twice(int x) { return x; }",
            "int[] a = {1, 2};",
            "var r = new Runnable() { public void run() {} };",
            "new Thread(() -> { a[0]++; }).start();",
            "class C { int d; }",
            "5 + 5");
  }

  /** Whatever the text, scanning ends, and blanking keeps length and line ends. */
  @Test
  void any_text_keeps_its_length_and_its_line_ends() {
    List<String> pieces =
        List.of(
            "%task",
            "%%flow",
            "%",
            " ",
            " ",
            "\n",
            "\n",
            "\r\n",
            "\r",
            "\"",
            "'",
            "\"\"\"",
            "//",
            "/*",
            "*/",
            "\\",
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            ";",
            "=",
            "a",
            "int x",
            "%b",
            "@Task",
            "\u2028",
            "\ud83d\ude00",
            "\ud83d",
            "--retries",
            "3",
            "new ",
            "time",
            "\t");
    Random random = new Random(42);
    for (int run = 0; run < 20_000; run++) {
      StringBuilder builder = new StringBuilder();
      int length = random.nextInt(25);
      for (int i = 0; i < length; i++) {
        builder.append(pieces.get(random.nextInt(pieces.size())));
      }
      String text = builder.toString();
      Scan scan = scanner.scan(text);
      assertThat(scan.java().length()).as(text).isEqualTo(text.length());
      assertThat(lineEnds(scan.java())).as(text).isEqualTo(lineEnds(text));
      scan.items(0, text.length());
    }
  }

  private static List<Integer> lineEnds(String text) {
    return IntStream.range(0, text.length())
        .filter(i -> CellScanner.isLineEnd(text.charAt(i)))
        .boxed()
        .toList();
  }

  private static List<String> texts(Scan scan) {
    return scan.items(0, scan.text().length()).stream()
        .map(item -> scan.text().substring(item.start(), item.end()))
        .toList();
  }
}
