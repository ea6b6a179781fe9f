package dev.flowcell.magic;

import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellResult;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.magic.syntax.Word;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A magic that a cell has added. */
record AddedMagic(String name, @Nullable CellFunction line, @Nullable CellFunction cell)
    implements Magic {

  /** Both ways to write it, where the other one was added before. */
  AddedMagic with(AddedMagic other) {
    return new AddedMagic(
        name, other.line == null ? line : other.line, other.cell == null ? cell : other.cell);
  }

  @Override
  public String summary() {
    return "added by a cell";
  }

  @Override
  public List<Usage> usages() {
    return List.of(Usage.of("", "WORD…", "as the cell says that added it"));
  }

  @Override
  public boolean isLineMagic() {
    return line != null;
  }

  @Override
  public boolean isCellMagic() {
    return cell != null;
  }

  @Override
  public boolean takesLine() {
    return true;
  }

  @Override
  public boolean takesText() {
    return cell != null;
  }

  @Override
  public CellResult run(MagicCall call) {
    List<String> words =
        Word.of(call.rest(), 0, call.rest().length()).stream().map(Word::text).toList();
    Optional<Object> value = call.context().evaluator().callUserCode(() -> value(call, words));
    return value.isPresent() ? call.value(value.get()) : new CellResult.Done();
  }

  private Optional<Object> value(MagicCall call, List<String> words) {
    CellFunction function = Objects.requireNonNull(call.line().cell() ? cell : line);
    try {
      return Optional.ofNullable(function.run(words, call.text()));
    } catch (CellInterruptedError e) {
      throw e;
    } catch (Throwable e) {
      throw new CellErrorException(call.context().evaluator().describe(e));
    }
  }
}
