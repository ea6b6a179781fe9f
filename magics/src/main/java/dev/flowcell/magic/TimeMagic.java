package dev.flowcell.magic;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.render.RunView;
import java.time.Duration;
import java.util.List;

/** {@code %time}: how long a statement, or a cell, takes. */
final class TimeMagic implements Magic {

  private static final List<Usage> USAGES =
      List.of(Usage.of("", "JAVA", "runs the rest of the line, or as %%time the cell"));

  @Override
  public String name() {
    return "time";
  }

  @Override
  public String summary() {
    return "tells how long a statement, or a cell, takes";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public String example() {
    return "%time cleanData(raw);";
  }

  @Override
  public boolean isCellMagic() {
    return true;
  }

  @Override
  public boolean takesJava() {
    return true;
  }

  @Override
  public CellResult run(MagicCall call) {
    String behind = call.rest().startsWith("//") ? "" : call.rest();
    if (call.line().cell() && !behind.isEmpty()) {
      throw call.wrong("the cell stands below %%time, not behind it");
    }
    if (!call.line().cell() && behind.isEmpty()) {
      throw call.wrong("there is no Java behind %time");
    }
    long start = System.nanoTime();
    CellResult result = call.java().get();
    String taken = RunView.duration(Duration.ofNanos(System.nanoTime() - start));
    call.context().output().print(CellOutput.Stream.STDOUT, "Wall time: " + taken + "\n");
    return result;
  }
}
