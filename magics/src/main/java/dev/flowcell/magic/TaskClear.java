package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.NearMatch;
import dev.flowcell.engine.Forgotten;
import dev.flowcell.flow.Task;
import dev.flowcell.magic.syntax.Arguments;
import dev.flowcell.magic.syntax.Option;
import dev.flowcell.magic.syntax.Usage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code %task clear}: forgets what tasks have returned, so that they run again. */
final class TaskClear {

  /** As the verb is used. */
  static final Usage USAGE =
      Usage.of(
          "clear",
          "[NAME]",
          "forgets cached results, of one task or of all in this notebook",
          Option.flag("all", "also those of all other notebooks"));

  private TaskClear() {}

  static CellResult run(MagicCall call) {
    List<String> names = call.context().definitions().tasks().stream().map(Task::name).toList();
    Optional<Arguments.Given> name = call.word();
    boolean all = call.arguments().has("all");
    if (all && name.isPresent()) {
      throw name.get().wrong("give either a NAME or --all, which clears every task");
    }
    Forgotten forgotten =
        call.context()
            .engine()
            .forgetCached(
                task ->
                    all || name.map(one -> one.text().equals(task)).orElse(names.contains(task)));
    if (forgotten.values() == 0 && name.isPresent() && !names.contains(name.get().text())) {
      String near = NearMatch.question(name.get().text(), names, "");
      throw name.get().wrong("there is no task '" + name.get().text() + "'" + near);
    }
    String whose =
        all ? "all notebooks" : name.map(Arguments.Given::text).orElse("this notebook's tasks");
    return call.text(text(forgotten, whose));
  }

  private static String text(Forgotten forgotten, String whose) {
    return forgotten.values() == 0
        ? "nothing is cached of " + whose
        : "%d cached %s of %s forgotten (%s)"
            .formatted(
                forgotten.values(),
                forgotten.values() == 1 ? "value" : "values",
                whose,
                size(forgotten.bytes()));
  }

  private static String size(long bytes) {
    return bytes < 10_000
        ? bytes + " bytes"
        : bytes < 10_000_000
            ? bytes / 1000 + " kB"
            : String.format(Locale.ROOT, "%,d MB", bytes / 1_000_000);
  }
}
