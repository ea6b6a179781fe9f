package dev.flowcell.render.chart;

import dev.flowcell.cell.NearMatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Categories in the order that somebody asked for. */
final class Ordered {

  private Ordered() {}

  /**
   * Those asked for first, then the others as they are.
   *
   * @throws IllegalArgumentException if one that is asked for does not exist
   */
  static List<String> of(Collection<String> categories, List<String> asked) {
    for (String name : asked) {
      if (!categories.contains(name)) {
        throw new IllegalArgumentException(
            "There is no group '"
                + name
                + "' to order by"
                + NearMatch.of(name, categories)
                    .map(near -> ", did you mean '" + near + "'?")
                    .orElse(".")
                + " The groups: "
                + String.join(", ", categories));
      }
    }
    LinkedHashSet<String> ordered = new LinkedHashSet<>(asked);
    ordered.addAll(categories);
    return new ArrayList<>(ordered);
  }
}
