package dev.flowcell.secret;

import java.util.Map;
import java.util.Optional;

/** Secrets that are variables of the environment, each under its own name. */
record EnvironmentSecrets(Map<String, String> environment) implements SecretSource {

  @Override
  public Optional<String> find(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  @Override
  public String describe() {
    return "as a variable of the environment";
  }

  @Override
  public String toString() {
    return "EnvironmentSecrets"; // not the values
  }
}
