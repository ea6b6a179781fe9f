package dev.flowcell.kernel.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flowcell install}: makes the kernel known to Jupyter, and sees that it works. */
@Command(
    name = "install",
    description = {
      "Installs the Jupyter kernel \"Java (Flowcell)\" and verifies it by running a cell.",
      "Without an option it is installed for this user."
    },
    mixinStandardHelpOptions = true)
final class InstallCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final JupyterFolders folders;

  @Spec private CommandSpec spec;

  @ArgGroup private @Nullable Place place;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "flowcell",
      description = "the kernel's name for Jupyter (default: flowcell)")
  private String name;

  @Option(names = "--uninstall", description = "remove the kernel again")
  private boolean uninstall;

  InstallCommand(JupyterFolders folders) {
    this.folders = folders;
  }

  /** Where to install, other than for the user. */
  static final class Place {
    @Option(
        names = "--prefix",
        paramLabel = "DIR",
        description = "install into DIR/share/jupyter/kernels")
    private @Nullable Path prefix;

    @SuppressWarnings("UnusedVariable") // a place without a prefix is this one
    @Option(names = "--sys-prefix", description = "install into the active Python environment")
    private boolean sysPrefix;
  }

  @Override
  public Integer call() throws IOException {
    SpecFolder target = new SpecFolder(kernels().toAbsolutePath().resolve(checkedName()));
    if (target.isTaken()) {
      return fail(
          "%s holds something that is not a Flowcell kernel; choose another --name."
              .formatted(target.folder()));
    }
    if (!uninstall && !Checkup.isJdk()) {
      return fail(
          "The Java in %s has no compiler, it is a JRE: install with a JDK 17 or newer."
              .formatted(System.getProperty("java.home")));
    }
    try {
      return uninstall ? remove(target) : install(target);
    } catch (FileSystemException e) {
      return fail("%s can't be changed: %s".formatted(target.folder(), reason(e)));
    }
  }

  private static String reason(FileSystemException e) {
    if (e instanceof AccessDeniedException) {
      return "you may not write to " + e.getFile();
    }
    return e.getReason() == null ? "there can't be a " + e.getFile() : e.getReason();
  }

  private int install(SpecFolder target) throws IOException {
    Launch plain = Launch.withRunningJava(target.addJar(ownJar()), folders.isWindows());
    try {
      Start start = quickest(plain, target);
      target.write(start.launch(), kernel(start.launch()));
      report(target, start.duration());
      return 0;
    } catch (KernelProbe.Failure failure) {
      target.abandon();
      return fail("The kernel was not installed: " + failure.getMessage());
    }
  }

  /**
   * A kernel that works goes without an archive where none can be made; one of before that is
   * damaged is made anew.
   */
  private Start quickest(Launch plain, SpecFolder target) throws IOException, KernelProbe.Failure {
    FirstCell firstCell = new FirstCell(PATIENCE);
    ClassArchive archive = new ClassArchive(PATIENCE);
    Duration withoutArchive = firstCell.run(kernel(plain));
    boolean isOld = archive.isThere(plain, target);
    try {
      Launch quick = archive.make(plain, target);
      return new Start(quick, firstCell.run(kernel(quick)));
    } catch (KernelProbe.Failure failure) {
      archive.forget(plain, target);
      if (isOld) {
        return quickest(plain, target);
      }
      out().println("No class-data archive, so the kernel starts slower: " + failure.getMessage());
      return new Start(plain, withoutArchive);
    }
  }

  private record Start(Launch launch, Duration duration) {}

  private static KernelSpec kernel(Launch launch) {
    return new KernelSpec(launch.kernel(), Version.current());
  }

  private void report(SpecFolder target, Duration start) {
    PrintWriter out = out();
    out.println("Installed the kernel \"" + KernelSpec.DISPLAY_NAME + "\" in " + target.folder());
    out.printf(
        Locale.ROOT, "It was started and ran a cell in %.1f s.%n", start.toMillis() / 1000.0);
    out.println("To have the program flowcell at hand, put it on the PATH:");
    out.println(
        folders.isWindows()
            ? "  set \"PATH=%PATH%;" + target.folder() + "\""
            : "  export PATH=\"$PATH:" + target.folder() + "\"");
  }

  private int remove(SpecFolder target) throws IOException {
    if (!Files.exists(target.folder())) {
      out().println("No kernel " + target.folder() + ": nothing to remove.");
      return 0;
    }
    target.delete();
    out().println("Removed the kernel " + target.folder());
    return 0;
  }

  private Path kernels() {
    if (place == null) {
      return folders.ofUser();
    }
    if (place.prefix != null) {
      return folders.below(place.prefix);
    }
    return folders
        .activePrefix()
        .map(folders::below)
        .orElseThrow(
            () ->
                wrong(
                    "--sys-prefix: no Python environment is active here;"
                        + " activate one, or name it with --prefix DIR"));
  }

  private String checkedName() {
    String small = name.toLowerCase(Locale.ROOT);
    if (!SpecFolder.isName(small)) {
      throw wrong(
          "--name: '%s' is no name for a kernel; letters, digits, '.', '_' and '-' make one"
              .formatted(name));
    }
    return small;
  }

  private Path ownJar() {
    String sentence =
        "install runs from the jar only: java -jar kernel/target/flowcell.jar install";
    return OwnJar.find().orElseThrow(() -> wrong(sentence));
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private int fail(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(sentence);
    err.flush();
    return 1;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
