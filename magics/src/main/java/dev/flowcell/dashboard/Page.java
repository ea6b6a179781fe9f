package dev.flowcell.dashboard;

import dev.flowcell.render.RunJson;
import java.io.IOException;
import java.util.List;

/**
 * One page: what it asks the store, the template it becomes, and the JSON that {@code /api} gives
 * under the same name with the same filters. {@link Pages} lists them. Immutable.
 *
 * @param <M> what the store has answered
 */
interface Page<M> {

  /** Where it is, such as <code>/runs/{id}</code>. */
  String path();

  /** The template, without its ending. */
  String template();

  /** What it shows, in a sentence. */
  String about();

  /** What narrows it down. */
  default List<Input> inputs() {
    return List.of();
  }

  /** Asks the store. */
  M read(Request request);

  String title(M model);

  /** The address in the navigation that it belongs to. */
  default String section() {
    return path();
  }

  /** Which changes concern it: the id of a flow run, {@code *} for all, or empty for none. */
  default String live(M model) {
    return "*";
  }

  /** Writes the answer as JSON. */
  void json(M model, RunJson json) throws IOException;

  /** The answer as a table for spreadsheets, its header first; empty where it is none. */
  default List<List<String>> rows(M model) {
    return List.of();
  }
}
