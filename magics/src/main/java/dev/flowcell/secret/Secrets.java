package dev.flowcell.secret;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a session. A value that was asked for is kept out of everything that is shown or
 * kept from then on. Thread-safe.
 */
public final class Secrets {

  /** Names a file of properties or a folder with a file for each secret. */
  public static final String FILE_VARIABLE = "FLOWCELL_SECRETS";

  /** Names a keystore; {@link #KEYSTORE_PASSWORD_VARIABLE} has its password. */
  public static final String KEYSTORE_VARIABLE = "FLOWCELL_KEYSTORE";

  public static final String KEYSTORE_PASSWORD_VARIABLE = "FLOWCELL_KEYSTORE_PASSWORD";

  /** The file that is looked into where no other is named. */
  private static final String FILE = "secrets.properties";

  /** No separators: a name must not lead out of a folder of secrets. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private final List<SecretSource> sources;
  private final Redaction redaction;

  Secrets(List<SecretSource> sources, Redaction redaction) {
    this.sources = List.copyOf(sources);
    this.redaction = redaction;
  }

  /** The secrets that the surroundings offer: in the environment, then a file, then a keystore. */
  public static Secrets from(Map<String, String> environment, Path home) {
    Redaction redaction = new Redaction();
    List<SecretSource> sources = new ArrayList<>();
    sources.add(new EnvironmentSecrets(environment));
    String file = environment.getOrDefault(FILE_VARIABLE, "");
    sources.add(new FileSecrets(file.isBlank() ? home.resolve(FILE) : Path.of(file)));
    String keystore = environment.getOrDefault(KEYSTORE_VARIABLE, "");
    if (!keystore.isBlank()) {
      String password = environment.getOrDefault(KEYSTORE_PASSWORD_VARIABLE, "");
      redaction.addIfLongEnough(password);
      sources.add(new KeystoreSecrets(Path.of(keystore), password));
    }
    passwordOf(environment.getOrDefault("FLOWCELL_DATABASE_URL", ""))
        .forEach(redaction::addIfLongEnough);
    return new Secrets(sources, redaction);
  }

  /** No secrets. */
  public static Secrets none() {
    return new Secrets(List.of(), new Redaction());
  }

  /** As it stands in the address, and decoded. */
  private static List<String> passwordOf(String databaseUrl) {
    List<String> found = new ArrayList<>();
    try {
      URI address = URI.create(databaseUrl.strip().replaceFirst("^jdbc:", ""));
      afterColon(address.getRawUserInfo()).ifPresent(found::add);
      afterColon(address.getUserInfo()).ifPresent(found::add);
    } catch (IllegalArgumentException e) {
      // the store refuses such an address, and does not quote it
    }
    Pattern.compile("[?&]password=([^&]+)")
        .matcher(databaseUrl)
        .results()
        .map(match -> match.group(1))
        .forEach(found::add);
    return found;
  }

  private static Optional<String> afterColon(@Nullable String userInfo) {
    return Optional.ofNullable(userInfo)
        .filter(text -> text.contains(":"))
        .map(text -> text.substring(text.indexOf(':') + 1));
  }

  /** What knows the values and removes them. */
  public Redaction redaction() {
    return redaction;
  }

  /**
   * The value of a secret.
   *
   * @throws SecretException when no place has it, or it is too short to be kept out of outputs
   */
  public String value(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new SecretException(
          "'%s' can't be the name of a secret: letters, digits, and . _ - only".formatted(name));
    }
    String value =
        sources.stream()
            .flatMap(source -> source.find(name).stream())
            .findFirst()
            .orElseThrow(() -> missing(name));
    if (value.length() < Redaction.SHORTEST) {
      throw new SecretException(
          "the secret %s has fewer than %d characters: so short a text can't be kept out of what"
                  .formatted(name, Redaction.SHORTEST)
              + " is shown; choose a longer one");
    }
    redaction.add(value);
    return value;
  }

  private SecretException missing(String name) {
    return new SecretException(
        "there is no secret %s; set it %s"
            .formatted(
                name,
                sources.stream().map(SecretSource::describe).collect(Collectors.joining(", or "))));
  }
}
