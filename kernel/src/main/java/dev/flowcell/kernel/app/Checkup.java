package dev.flowcell.kernel.app;

import dev.flowcell.Settings;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.RunStoreException;
import dev.flowcell.store.jdbc.RunStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * Looks at all that a kernel needs on this machine.
 *
 * @param environment the environment variables
 * @param system the system properties
 * @param patience how long a kernel's answer may take
 */
record Checkup(Map<String, String> environment, Properties system, Duration patience) {

  private static final int OLDEST_JAVA = 17;

  /** What one look found. */
  record Finding(Level level, String sentence) {}

  /** How much a finding matters: a note says what may be missed, a problem what cannot work. */
  enum Level {
    OK,
    NOTE,
    PROBLEM
  }

  /** Looks at everything, and tells each finding as soon as it is known. */
  void run(Consumer<Finding> findings) {
    findings.accept(java());
    findings.accept(jupyter());
    Settings settings = Settings.from(environment, system);
    findings.accept(home(settings));
    if (!settings.database().isEmpty()) {
      findings.accept(database(settings));
    }
    List<SpecFolder> kernels = kernels();
    if (kernels.isEmpty()) {
      findings.accept(
          problem("no kernel of Flowcell is installed: run `flowcell install`, then look again"));
    }
    kernels.forEach(kernel -> findings.accept(kernel(kernel)));
  }

  private Finding java() {
    String version = system.getProperty("java.version", "");
    String place = version + " in " + system.getProperty("java.home", "");
    if (Runtime.version().feature() < OLDEST_JAVA) {
      return problem("Java " + place + " is too old: install a JDK 17 or newer");
    }
    if (ToolProvider.getSystemJavaCompiler() == null) {
      return problem(
          "Java " + place + " has no compiler: install a JDK, not a JRE, and install again");
    }
    return ok("Java " + place);
  }

  private Finding jupyter() {
    try {
      Process process =
          new ProcessBuilder("jupyter", "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      String versions =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.matches("(jupyterlab|notebook|jupyter_client)\\b.*:.*"))
              .filter(line -> !line.contains("not installed"))
              .map(line -> line.replaceAll("\\s*:\\s*", " "))
              .collect(Collectors.joining(", "));
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0) {
        return ok("Jupyter: " + versions);
      }
    } catch (IOException e) {
      // not on the PATH
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Finding(
        Level.NOTE,
        "jupyter is not on the PATH: activate the environment it lies in,"
            + " or get it with `pip install jupyterlab`");
  }

  private static Finding home(Settings settings) {
    Path home = settings.home();
    try {
      Files.createDirectories(home);
      Files.delete(Files.createTempFile(home, "doctor", ""));
      return ok(
          settings.database().isEmpty()
              ? "runs are kept in " + home
              : "runs wait in " + home + " until the database has them");
    } catch (IOException e) {
      return problem(
          "runs cannot be kept in %s (%s): make it writable, or name another folder in FLOWCELL_HOME"
              .formatted(home, e.getMessage()));
    }
  }

  private static Finding database(Settings settings) {
    List<String> notices = new CopyOnWriteArrayList<>();
    try (RunStore store = RunStores.open(settings.home(), settings.database(), notices::add)) {
      store.flowRuns(FlowRunQuery.newest(1));
      return notices.isEmpty()
          ? ok("runs are kept in " + store.describe())
          : problem(String.join("; ", notices));
    } catch (RunStoreException e) {
      return problem(String.valueOf(e.getMessage()));
    }
  }

  private List<SpecFolder> kernels() {
    List<SpecFolder> found = new ArrayList<>();
    for (Path folder : new JupyterFolders(environment, system).all()) {
      try (var kernels = Files.list(folder)) {
        for (SpecFolder kernel : kernels.sorted().map(SpecFolder::new).toList()) {
          if (kernel.spec().isPresent()) {
            found.add(kernel);
          }
        }
      } catch (IOException e) {
        // a folder that is not there holds no kernel
      }
    }
    return found;
  }

  private Finding kernel(SpecFolder folder) {
    String where = "kernel " + folder.folder();
    try {
      Optional<KernelSpec> spec = folder.spec();
      if (spec.isEmpty()) {
        return problem(where + " has just gone: look again");
      }
      List<String> argv = spec.get().argv();
      String java = argv.isEmpty() ? "" : argv.get(0);
      if (!Files.isExecutable(Path.of(java))) {
        return problem(where + ": its Java " + java + " is gone: run `flowcell install` again");
      }
      Optional<String> missing =
          argv.stream()
              .filter(word -> word.endsWith(".jar") && !Files.isReadable(Path.of(word)))
              .findFirst();
      if (missing.isPresent()) {
        return problem(
            where + ": its jar " + missing.get() + " is gone: run `flowcell install` again");
      }
      Duration start = new FirstCell(patience).run(spec.get());
      return ok(
          String.format(
              Locale.ROOT,
              "%s, version %s: started and ran a cell in %.1f s",
              where,
              spec.get().version(),
              start.toMillis() / 1000.0));
    } catch (IOException | KernelProbe.Failure e) {
      return problem(where + ": " + e.getMessage());
    }
  }

  private static Finding ok(String sentence) {
    return new Finding(Level.OK, sentence);
  }

  private static Finding problem(String sentence) {
    return new Finding(Level.PROBLEM, sentence);
  }
}
