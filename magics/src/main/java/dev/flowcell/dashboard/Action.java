package dev.flowcell.dashboard;

import java.util.List;

/** Something that a visitor can do, by a POST to its path. {@link Pages} lists them. Immutable. */
interface Action {

  /**
   * What was done.
   *
   * @param address the page that shows it
   * @param words what a reader is told
   */
  record Done(String address, String words) {}

  /**
   * What is asked before something is lost.
   *
   * @param question the whole of it, with what would be lost
   * @param verb what the button says
   * @param back where the other button leads
   */
  record Question(String question, String verb, String back) {}

  /** Where it is, such as <code>/runs/{id}/cancel</code>. */
  String path();

  /** What it does, in a sentence. */
  String about();

  /** What it is given. */
  default List<Input> inputs() {
    return List.of();
  }

  /** The address of the page it is done from, which says so when it can't be done. */
  String from(Request request);

  /**
   * Does it.
   *
   * @throws io.javalin.http.HttpResponseException when it can't be done; the message says why
   */
  Done run(Request request);

  /** One that destroys something: its path shows a page that asks first. */
  interface Asking extends Action {

    /**
     * What is asked.
     *
     * @throws io.javalin.http.ConflictResponse when it can't be done; the message says why
     */
    Question question(Request request);
  }
}
