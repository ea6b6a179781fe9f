package dev.flowcell.store.results;

import dev.flowcell.cell.CellInterruptedError;

/** What the user's code throws while it is asked for values, or given them. */
final class UserCode {

  private UserCode() {}

  /**
   * The exception for it.
   *
   * @param where whose code it is
   * @throws CellInterruptedError when the user has interrupted
   */
  static NotStorableException notStorable(String where, Throwable thrown) {
    throwIfInterrupted(thrown);
    return new NotStorableException(where + " throws " + show(thrown), thrown);
  }

  /**
   * The exception for it.
   *
   * @param where whose code it is
   * @throws CellInterruptedError when the user has interrupted
   */
  static MissingResultException missing(String where, Throwable thrown) {
    throwIfInterrupted(thrown);
    return new MissingResultException(where + " throws " + show(thrown), thrown);
  }

  static void throwIfInterrupted(Throwable thrown) {
    if (thrown instanceof CellInterruptedError interrupted) {
      throw interrupted;
    }
  }

  /** Its kind alone where its getMessage throws, too. */
  static String show(Throwable thrown) {
    String type = TypeNames.show(thrown.getClass());
    try {
      String message = thrown.getMessage();
      return message == null || message.isBlank() ? type : type + ": " + message;
    } catch (Throwable e) {
      throwIfInterrupted(e);
      return type;
    }
  }
}
