package dev.flowcell.magic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.testing.FakeClock;
import dev.flowcell.testing.RecordingOutput;
import dev.flowcell.testing.RecordingOutput.Sent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DownloadLineTest {

  private final FakeClock clock = new FakeClock();
  private final RecordingOutput output = new RecordingOutput();
  private final DownloadLine line = new DownloadLine(output, "id", clock);

  @Test
  void a_short_download_is_not_told() {
    line.received("leaf-1.0.jar", 2_000_000);
    clock.advance(Duration.ofMillis(900));
    line.received("leaf-1.0.jar", 2_000_000);
    line.end();

    assertThat(output.sent()).isEmpty();
  }

  @Test
  void a_long_one_has_a_line_that_moves_four_times_a_second_and_tells_the_sum_at_the_end() {
    for (int i = 0; i < 15; i++) {
      line.received("leaf-1.0.jar", 50_000);
      line.received("twig-1.0.jar", 50_000);
      clock.advance(Duration.ofMillis(100));
    }
    line.end();

    assertThat(output.sent())
        .containsExactly(
            new Sent("display", "id", "Downloading leaf-1.0.jar: 2 files, 1.1 MB"),
            new Sent("update", "id", "Downloading leaf-1.0.jar: 2 files, 1.4 MB"),
            new Sent("update", "id", "Downloaded 2 files, 1.5 MB in 1.5 s"));
  }
}
