package dev.flowcell.magic;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.library.Downloads;
import dev.flowcell.render.RunView;
import dev.flowcell.render.Sizes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One line below a cell that tells what it downloads, where that takes a while. Thread-safe. */
final class DownloadLine implements Downloads {

  /** Who waits for less needs no line. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Duration BETWEEN_STEPS = Duration.ofMillis(250);

  private final CellOutput output;
  private final String displayId;
  private final Clock clock;
  private final Set<String> files = new HashSet<>();
  private long bytes;
  private @Nullable Instant begun;
  private Instant next = Instant.MIN;
  private boolean shown;

  DownloadLine(CellOutput output, String displayId, Clock clock) {
    this.output = output;
    this.displayId = displayId;
    this.clock = clock;
  }

  @Override
  public synchronized void received(String file, int more) {
    files.add(file);
    bytes += more;
    Instant now = clock.instant();
    if (begun == null) {
      begun = now;
      next = now.plus(PATIENCE);
    } else if (!now.isBefore(next)) {
      next = now.plus(BETWEEN_STEPS);
      show("Downloading " + file + ": " + sum());
    }
  }

  /** All has come, or nothing more will. */
  synchronized void end() {
    if (shown && begun != null) {
      String time = RunView.duration(Duration.between(begun, clock.instant()));
      show("Downloaded " + sum() + " in " + time);
    }
  }

  private String sum() {
    String noun = files.size() == 1 ? "file" : "files";
    return String.format(Locale.ROOT, "%,d %s, %s", files.size(), noun, Sizes.megabytes(bytes));
  }

  private void show(String line) {
    MimeBundle bundle = Texts.bundle(line);
    if (shown) {
      output.update(displayId, bundle);
    } else {
      shown = true;
      output.display(bundle, displayId);
    }
  }
}
