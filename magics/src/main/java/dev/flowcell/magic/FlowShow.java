package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Option;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.render.RunView;
import dev.flowcell.render.report.Report;
import dev.flowcell.run.RunTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** {@code %flow show}: a run below the cell, or as a page of its own. */
final class FlowShow {

  static final Usage USAGE =
      Usage.of(
          "show",
          "[RUN]",
          "a run with its tasks, states and logs; the last one",
          Option.of("html", "FILE", "writes it as a page that needs no other file"));

  private final MagicCall call;
  private final RunTree run;

  FlowShow(MagicCall call, RunTree run) {
    this.call = call;
    this.run = run;
  }

  CellResult show() {
    Instant now = call.context().clock().instant();
    Optional<Given> file = call.arguments().given("html");
    if (file.isEmpty()) {
      return new CellResult.Value(RunView.render(run, now));
    }
    String page = Report.of(run, now, "Flowcell " + call.context().version());
    try {
      Path written = Files.writeString(Path.of(file.get().text()), page).toAbsolutePath();
      return call.text("The run is written to " + written.normalize());
    } catch (IOException | InvalidPathException e) {
      throw file.get()
          .wrong("can't be written: " + e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
