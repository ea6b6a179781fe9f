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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * Looks at all that a kernel needs on this machine.
 *
 * @param environment the environment variables
 * @param system the system properties
 * @param patience how long a kernel's answer may take
 * @param own the kernel that this program came with, if it did
 */
record Checkup(
    Map<String, String> environment,
    Properties system,
    Duration patience,
    Optional<SpecFolder> own) {

  private static final int OLDEST_JAVA = 17;

  private static final Pattern ARCHIVE = Pattern.compile("-XX:(?:SharedArchiveFile|AOTCache)=");

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
    Optional<SpecFolder> unseen = own.filter(each -> kernels.stream().noneMatch(each::isSame));
    if (kernels.isEmpty() && unseen.isEmpty()) {
      findings.accept(
          problem("no kernel of Flowcell is installed: run `flowcell install`, then look again"));
    }
    for (SpecFolder kernel : kernels) {
      findings.accept(kernel(kernel));
      shadowed(kernel, kernels).ifPresent(findings);
    }
    unseen.ifPresent(
        kernel -> {
          findings.accept(kernel(kernel));
          findings.accept(unseen(kernel));
        });
  }

  private Finding java() {
    String version = system.getProperty("java.version", "");
    String place = version + " in " + system.getProperty("java.home", "");
    if (Runtime.version().feature() < OLDEST_JAVA) {
      return problem("Java " + place + " is too old: install a JDK 17 or newer");
    }
    if (!isJdk()) {
      return problem(
          "Java " + place + " has no compiler: install a JDK, not a JRE, and install again");
    }
    return ok("Java " + place);
  }

  /** Whether the Java that runs this has what a kernel runs cells by. */
  static boolean isJdk() {
    return ToolProvider.getSystemJavaCompiler() != null
        && ModuleLayer.boot().findModule("jdk.jshell").isPresent();
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
    return note(
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
          if (isOurs(kernel)) {
            found.add(kernel);
          }
        }
      } catch (IOException e) {
        // a folder that is not there holds no kernel
      }
    }
    return found;
  }

  private static boolean isOurs(SpecFolder kernel) {
    try {
      return kernel.spec().isPresent() || kernel.isDamaged();
    } catch (IOException e) {
      return false; // what nobody can read, Jupyter cannot start
    }
  }

  private Finding kernel(SpecFolder folder) {
    String where = "kernel " + folder.folder();
    try {
      Optional<KernelSpec> spec = folder.spec();
      if (spec.isEmpty()) {
        return problem(
            where
                + ": its kernel.json is gone or no longer Flowcell's: run `flowcell install` again");
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
      String done =
          String.format(
              Locale.ROOT,
              "%s, version %s: started and ran a cell in %.1f s",
              where,
              spec.get().version(),
              start.toMillis() / 1000.0);
      return hasArchive(argv)
          ? ok(done)
          : note(
              done
                  + ", slower than it could: its class-data archive is gone or of another Java;"
                  + " run `flowcell install` again");
    } catch (IOException | KernelProbe.Failure e) {
      return problem(where + ": " + e.getMessage() + "\nRun `flowcell install` again.");
    }
  }

  /** Java reads no archive that another version has written, and says nothing of it. */
  private boolean hasArchive(List<String> argv) {
    Path java = Path.of(system.getProperty("java.home", ""), "bin", "java");
    boolean isOurJava = Path.of(argv.get(0)).equals(java);
    String version = SpecFolder.ofJava(system.getProperty("java.vm.version", ""));
    return argv.stream()
        .filter(word -> ARCHIVE.matcher(word).lookingAt())
        .map(word -> ARCHIVE.matcher(word).replaceFirst(""))
        .anyMatch(
            archive -> Files.exists(Path.of(archive)) && (!isOurJava || archive.contains(version)));
  }

  /** Jupyter takes the first kernel of a name. */
  private static Optional<Finding> shadowed(SpecFolder kernel, List<SpecFolder> kernels) {
    return kernels.stream()
        .filter(other -> other.name().equals(kernel.name()))
        .findFirst()
        .filter(first -> !first.equals(kernel))
        .map(
            first ->
                note(
                    "kernel %s is not used: Jupyter finds %s first; `flowcell install --uninstall`"
                            .formatted(kernel.folder(), first.folder())
                        + " removes one, --name gives it a name of its own"));
  }

  private static Finding unseen(SpecFolder kernel) {
    return note(
        "kernel %s is where Jupyter does not look from here: activate the environment it lies in,"
                .formatted(kernel.folder())
            + " or put %s into JUPYTER_PATH"
                .formatted(kernel.folder().resolve("../..").normalize()));
  }

  private static Finding ok(String sentence) {
    return new Finding(Level.OK, sentence);
  }

  private static Finding note(String sentence) {
    return new Finding(Level.NOTE, sentence);
  }

  private static Finding problem(String sentence) {
    return new Finding(Level.PROBLEM, sentence);
  }
}
