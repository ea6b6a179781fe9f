package dev.flowcell.kernel.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellInterruptedError;
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
