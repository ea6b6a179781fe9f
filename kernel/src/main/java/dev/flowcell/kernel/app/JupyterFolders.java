package dev.flowcell.kernel.app;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Where Jupyter looks for kernels, by the rules of jupyter_core.
 *
 * @param environment the environment variables
 * @param system the system properties
 */
record JupyterFolders(Map<String, String> environment, Properties system) {

  /** The kernels of this user. */
  Path ofUser() {
    return kernels(userData());
  }

  /** The kernels of an environment or an installation, as {@code /usr/local} is one. */
  Path below(Path prefix) {
    return kernels(prefix.resolve("share").resolve("jupyter"));
  }

  /**
   * The Python environment that is active here: virtual environment, conda environment, else what
   * the Python on the PATH says; empty where there is none.
   */
  Optional<Path> activePrefix() {
    return variable("VIRTUAL_ENV")
        .or(() -> variable("CONDA_PREFIX"))
        .or(this::prefixOfPython)
        .map(Path::of);
  }

  /** Every folder of kernels that Jupyter reads here, the first found first. */
  Set<Path> all() {
    Set<Path> folders = new LinkedHashSet<>();
    variable("JUPYTER_PATH")
        .map(paths -> List.of(paths.split(File.pathSeparator)))
        .orElse(List.of())
        .forEach(path -> folders.add(kernels(Path.of(path))));
    variable("VIRTUAL_ENV").ifPresent(prefix -> folders.add(below(Path.of(prefix))));
    variable("CONDA_PREFIX").ifPresent(prefix -> folders.add(below(Path.of(prefix))));
    folders.add(ofUser());
    activePrefix().ifPresent(prefix -> folders.add(below(prefix)));
    if (isWindows()) {
      variable("PROGRAMDATA").ifPresent(data -> folders.add(kernels(Path.of(data, "jupyter"))));
    } else {
      folders.add(below(Path.of("/usr/local")));
      folders.add(below(Path.of("/usr")));
    }
    return folders;
  }

  private static Path kernels(Path data) {
    return data.resolve("kernels");
  }

  private Path userData() {
    Optional<String> chosen = variable("JUPYTER_DATA_DIR");
    if (chosen.isPresent()) {
      return Path.of(chosen.get());
    }
    if (isWindows()) {
      return variable("APPDATA")
          .map(data -> Path.of(data, "jupyter"))
          .orElseGet(() -> home().resolve(".jupyter").resolve("data"));
    }
    if (operatingSystem().startsWith("mac")) {
      return home().resolve("Library").resolve("Jupyter");
    }
    return variable("XDG_DATA_HOME")
        .map(Path::of)
        .orElseGet(() -> home().resolve(".local").resolve("share"))
        .resolve("jupyter");
  }

  private Path home() {
    return Path.of(
        variable(isWindows() ? "USERPROFILE" : "HOME")
            .orElseGet(() -> system.getProperty("user.home", ".")));
  }

  private Optional<String> prefixOfPython() {
    String python = isWindows() ? "python" : "python3";
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import sys; print(sys.prefix)")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      String prefix =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 && !prefix.isEmpty() ? Optional.of(prefix) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  boolean isWindows() {
    return operatingSystem().startsWith("windows");
  }

  private String operatingSystem() {
    return system.getProperty("os.name", "").toLowerCase(Locale.ROOT);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
