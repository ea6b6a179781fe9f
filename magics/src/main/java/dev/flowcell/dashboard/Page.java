package dev.flowcell.dashboard;

import dev.flowcell.render.RunJson;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * One page: what it asks the store, the template it becomes, and the JSON that {@code /api} gives
 * under the same name with the same filters. {@link Pages} lists them. Immutable.
 *
 * @param <M> what the store has answered
 */
interface Page<M> {

  /**
   * A request that has been understood, for something that is there. What is left to read takes
   * longest, so a visitor sees the page's frame before.
   *
   * @param live which changes concern it: the id of a flow run, {@code *} for all, or empty for
   *     none
   * @param answer asks the store for the rest
   */
  record Asked<M>(String title, String live, Supplier<M> answer) {}

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

  /**
   * Looks at what is asked.
   *
   * @throws io.javalin.http.HttpResponseException when it means nothing, or is not there
   */
  Asked<M> ask(Request request);

  /** The address in the navigation that it belongs to. */
  default String section() {
    return path();
  }

  /** Writes the answer as JSON. */
  void json(M model, RunJson json) throws IOException;

  /** The answer as a table for spreadsheets, its header first; empty where it is none. */
  default List<List<String>> rows(M model) {
    return List.of();
  }
}
