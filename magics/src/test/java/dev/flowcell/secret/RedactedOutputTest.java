package dev.flowcell.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellOutput.Stream;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.testing.RecordingOutput;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactedOutputTest {

  private final RecordingOutput output = new RecordingOutput();
  private final Redaction redaction = new Redaction();
  private final RedactedOutput redacted = new RedactedOutput(output, redaction);

  @Test
  void a_secret_is_removed_from_streams_displays_and_updates() {
    redaction.add("hunter2");

    redacted.print(Stream.STDOUT, "it is hunter2\n");
    redacted.display(MimeBundle.text("hunter2"), "a");
    redacted.update("a", MimeBundle.text("still hunter2"));

    assertThat(texts()).containsExactly("it is ***\n", "***", "still ***");
  }

  @Test
  void one_that_is_split_over_writes_is_removed_also_when_the_other_stream_comes_between() {
    redaction.add("hunter2");

    redacted.print(Stream.STDOUT, "hun");
    redacted.print(Stream.STDERR, "warning\n");
    redacted.display(MimeBundle.text("picture"), null);
    redacted.print(Stream.STDOUT, "ter2\n");

    assertThat(texts()).containsExactly("warning\n", "picture", "***\n");
  }

  @Test
  void the_end_of_the_cell_prints_what_has_waited() {
    redaction.add("hunter2");

    redacted.print(Stream.STDOUT, "hunt");
    assertThat(texts()).isEmpty();
    redacted.end();

    assertThat(texts()).containsExactly("hunt");
  }

  private List<String> texts() {
    return output.sent().stream().map(RecordingOutput.Sent::text).toList();
  }
}
