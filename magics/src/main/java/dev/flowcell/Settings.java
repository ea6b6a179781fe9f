package dev.flowcell;

import dev.flowcell.store.results.Results;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What the surroundings of a session say.
 *
 * @param home the folder of the user's runs and settings; it need not exist
 * @param notebook the notebook's file as far as it is known, else empty
 * @param database the address of the database that keeps the runs, or empty for a file in the home
 * @param results the folder of what tasks returned; it need not exist
 * @param resultsAge for how long results are kept that nobody uses
 */
public record Settings(
    Path home, String notebook, String database, Path results, Duration resultsAge) {

  /**
   * Reads the settings.
   *
   * @param env the environment; {@code FLOWCELL_HOME} names the home, {@code FLOWCELL_NOTEBOOK} or
   *     Jupyter's {@code JPY_SESSION_NAME} the notebook, {@code FLOWCELL_DATABASE_URL} the
   *     database, {@code FLOWCELL_RESULTS} the folder of what tasks returned, and {@code
   *     FLOWCELL_RESULTS_DAYS} for how many days those are kept that nobody uses, from 1
   * @param system the Java system properties, for the platform and its user
   */
  public static Settings from(Map<String, String> env, Properties system) {
    String notebook =
        env.getOrDefault("FLOWCELL_NOTEBOOK", env.getOrDefault("JPY_SESSION_NAME", ""));
    String home = env.getOrDefault("FLOWCELL_HOME", "");
    Path folder = home.isBlank() ? dataFolder(env, system).resolve("flowcell") : Path.of(home);
    String database = env.getOrDefault("FLOWCELL_DATABASE_URL", "").strip();
    String results = env.getOrDefault("FLOWCELL_RESULTS", "");
    Path resultsFolder = results.isBlank() ? folder.resolve("results") : Path.of(results);
    return new Settings(
        absolute(folder), notebook, database, absolute(resultsFolder), resultsAge(env));
  }

  /** What is no number of days is left aside: a kernel that does not start would be worse. */
  private static Duration resultsAge(Map<String, String> env) {
    try {
      int days = Integer.parseInt(env.getOrDefault("FLOWCELL_RESULTS_DAYS", "").strip());
      return days < 1 ? Results.MAX_AGE : Duration.ofDays(days);
    } catch (NumberFormatException e) {
      return Results.MAX_AGE;
    }
  }

  /** The same for another notebook. */
  public Settings withNotebook(String file) {
    return new Settings(home, file, database, results, resultsAge);
  }

  private static Path absolute(Path folder) {
    return folder.toAbsolutePath().normalize();
  }

  /** Where the platform keeps what belongs to a user's programs. */
  private static Path dataFolder(Map<String, String> env, Properties system) {
    return absolute(env, "XDG_DATA_HOME").orElseGet(() -> platformFolder(env, system));
  }

  private static Path platformFolder(Map<String, String> env, Properties system) {
    String os = system.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      return absolute(env, "LOCALAPPDATA")
          .orElseGet(() -> userHome(env, system).resolve("AppData/Local"));
    }
    String below = os.startsWith("mac") ? "Library/Application Support" : ".local/share";
    return userHome(env, system).resolve(below);
  }

  /** {@code HOME} before {@code user.home}, which is {@code ?} where the user has no entry. */
  private static Path userHome(Map<String, String> env, Properties system) {
    return absolute(env, "HOME").orElseGet(() -> Path.of(system.getProperty("user.home", ".")));
  }

  /** The folder a variable names; a relative one does not count, as the XDG specification asks. */
  private static Optional<Path> absolute(Map<String, String> env, String variable) {
    return Optional.ofNullable(env.get(variable))
        .filter(value -> !value.isBlank())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }
}
