package dev.flowcell.magic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a magic of the user's own does. */
@FunctionalInterface
public interface CellFunction {

  /**
   * Runs it.
   *
   * @param words the words of its line
   * @param text what stands below its line, where it stands over a cell
   * @return a value, shown like any other, or null
   * @throws Exception whatever it likes: the cell fails
   */
  @Nullable Object run(List<String> words, String text) throws Exception;
}
