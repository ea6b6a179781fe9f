package dev.flowcell.secret;

import java.util.Optional;

/** A place where secrets are. */
interface SecretSource {

  /**
   * The value of a secret.
   *
   * @return empty where this place does not have it
   * @throws SecretException when the place can't be read; the message says what to do
   */
  Optional<String> find(String name);

  /** Where that is, as the end of "set it …". */
  String describe();
}
