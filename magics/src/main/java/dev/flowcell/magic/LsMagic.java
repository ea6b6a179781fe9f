package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.magic.syntax.Usage;
import java.util.List;

/** {@code %lsmagic}: the list of magics. */
final class LsMagic implements Magic {

  private static final List<Usage> USAGES = List.of(Usage.of("", "", "lists the magics"));

  @Override
  public String name() {
    return "lsmagic";
  }

  @Override
  public String summary() {
    return "lists the magics";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public CellResult run(MagicCall call) {
    return call.text(HelpMagic.all(call.magics()));
  }
}
