package dev.flowcell.magic;

import dev.flowcell.cell.NearMatch;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.Task;
import dev.flowcell.magic.syntax.Arguments.Given;
import java.util.List;

/** The task or flow that the first word of a magic line names. */
final class Named {

  private Named() {}

  /** The tasks of that name, overloads in the order they were declared; never empty. */
  static List<Task> tasks(MagicCall call) {
    return all(call, call.context().definitions().tasks(), "task");
  }

  /** The one of them that was declared last. */
  static Task task(MagicCall call) {
    return last(tasks(call));
  }

  /** The flows of that name, overloads in the order they were declared; never empty. */
  static List<Flow> flows(MagicCall call) {
    return all(call, call.context().definitions().flows(), "flow");
  }

  /** The one of them that was declared last. */
  static Flow flow(MagicCall call) {
    return last(flows(call));
  }

  private static <D extends Definition> List<D> all(MagicCall call, List<D> known, String kind) {
    Given name =
        call.word()
            .orElseThrow(
                () ->
                    call.wrong(
                        "%%%s %s needs the name of a %s".formatted(kind, call.verb(), kind)));
    List<D> named = known.stream().filter(each -> each.name().equals(name.text())).toList();
    if (named.isEmpty()) {
      List<String> names = known.stream().map(Definition::name).toList();
      throw name.wrong(
          "there is no %s '%s'%s; %%%s list shows those there are"
              .formatted(kind, name.text(), NearMatch.question(name.text(), names, ""), kind));
    }
    return named;
  }

  private static <D> D last(List<D> named) {
    return named.get(named.size() - 1);
  }
}
