package dev.flowcell.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellInterruptedError;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CapturedStreamsTest {

  private final List<String> printed = new ArrayList<>();
  private final Deque<String> typed = new ArrayDeque<>();
  private CellInput input = (prompt, password) -> typed.remove();
  private final CapturedStreams streams =
      CapturedStreams.install((stream, text) -> printed.add(stream + " " + text), () -> input);

  @AfterEach
  void restore() {
    streams.close();
  }

  @Test
  void text_arrives_at_once_and_under_its_stream() {
    System.out.print("no line end");
    System.err.print("oh");

    assertThat(printed).containsExactly("STDOUT no line end", "STDERR oh");
  }

  @Test
  void streams_that_were_set_to_null_come_back_and_others_stay() {
    PrintStream own = new PrintStream(OutputStream.nullOutputStream(), true);
    System.setOut(own);
    System.setErr(null);
    System.setIn(null);

    streams.restoreMissing();

    System.err.print("back");
    assertThat(printed).containsExactly("STDERR back");
    assertThat(System.in).isNotNull();
    assertThat(System.out).isSameAs(own);
  }

  @Test
  void a_character_in_pieces_arrives_whole() {
    byte[] bytes = "a€😀b".getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      System.out.write(b);
    }

    assertThat(String.join("", printed).replace("STDOUT ", "")).isEqualTo("a€😀b");
    assertThat(printed).doesNotContain("STDOUT ");
  }

  @Test
  void bytes_that_are_no_text_are_replaced() {
    System.out.write(new byte[] {'a', (byte) 0xff, 'b'}, 0, 3);

    assertThat(printed).containsExactly("STDOUT a\ufffdb");
  }

  @Test
  void a_printed_line_comes_in_one_piece_on_both_streams() {
    System.out.println("a");
    System.err.println("b");
    System.err.println((Object) null);
    System.err.println((String) null);

    assertThat(printed)
        .containsExactly("STDOUT a\n", "STDERR b\n", "STDERR null\n", "STDERR null\n");
  }

  @Test
  void types_of_cells_are_printed_as_their_cells_named_them() {
    System.out.print(
        "p = REPL.$JShell$2$Point@1f, REPL.$JShell$12B$Point$Nested and REPL.$JShell$V7");

    assertThat(printed).containsExactly("STDOUT p = Point@1f, Point.Nested and REPL.$JShell$V7");
  }

  @Test
  void a_printed_stack_trace_has_the_frames_of_cells_and_libraries_alone() {
    IllegalArgumentException inner = new IllegalArgumentException("inner");
    IllegalStateException outer = new IllegalStateException("outer", inner);
    StackTraceElement parse =
        new StackTraceElement("java.lang.Integer", "parseInt", "Integer.java", 67);
    StackTraceElement method = new StackTraceElement("REPL.$JShell$3", "load$task", "In [2]", 4);
    StackTraceElement lambda =
        new StackTraceElement("REPL.$JShell$4", "lambda$load$0", "In [2]", 1);
    StackTraceElement call = new StackTraceElement("dev.flowcell.TrackedCall", "call", "T.java", 9);
    StackTraceElement wrapper = new StackTraceElement("REPL.$JShell$4", "load", "In [2]", 1);
    StackTraceElement top = new StackTraceElement("REPL.$JShell$V5", "do_it$", "In [3]", 1);
    StackTraceElement below = new StackTraceElement("java.lang.Thread", "run", "Thread.java", 1);
    outer.setStackTrace(new StackTraceElement[] {top, below});
    inner.setStackTrace(new StackTraceElement[] {parse, method, lambda, call, wrapper, top, below});

    outer.printStackTrace();

    assertThat(String.join("", printed).replace("STDERR ", ""))
        .isEqualTo(
            """
            java.lang.IllegalStateException: outer
            \tat In [3]:1
            Caused by: java.lang.IllegalArgumentException: inner
            \tat java.lang.Integer.parseInt(Integer.java:67)
            \tat load (In [2]:4)
            \t... 2 more
            """);
  }

  @Test
  void a_scanner_reads_what_is_typed_line_by_line() {
    typed.add("Grüße");
    typed.add("");
    typed.add("42");

    Scanner scanner = new Scanner(System.in, StandardCharsets.UTF_8);

    assertThat(scanner.nextLine()).isEqualTo("Grüße");
    assertThat(scanner.nextLine()).isEmpty();
    assertThat(scanner.nextInt()).isEqualTo(42);
  }

  @Test
  void reading_where_nobody_answers_says_so() {
    input = CellInput.NONE;

    assertThatThrownBy(() -> new Scanner(System.in, StandardCharsets.UTF_8).nextLine())
        .isInstanceOf(CellErrorException.class)
        .hasMessageContaining("nobody can answer");
  }

  @Test
  void an_interrupted_read_ends_the_cell() {
    input =
        (prompt, password) -> {
          throw new InterruptedException();
        };

    assertThatThrownBy(() -> System.in.read()).isInstanceOf(CellInterruptedError.class);
  }

  @Test
  void the_former_streams_come_back() {
    streams.close();

    assertThat(System.in).isNotInstanceOf(CapturedStreams.class);
    System.out.print("");
    assertThat(printed).isEmpty();
  }
}
