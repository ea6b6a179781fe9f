package dev.flowcell.kernel.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import sun.misc.Signal;

/**
 * Where a notebook runs: in its own folder, as under Jupyter, so that it finds the files beside it.
 * Java can't change the folder of a process, so the program begins once more there.
 */
final class NotebookFolder {

  /** Names the folder in which the user has called the program. */
  private static final String CALLED_IN = "flowcell.called.in";

  private final Path calledIn;

  NotebookFolder(Properties system) {
    calledIn =
        Path.of(system.getProperty(CALLED_IN, system.getProperty("user.dir", ".")))
            .toAbsolutePath();
  }

  /** A file as the user has named it. */
  Path absolute(Path file) {
    return calledIn.resolve(file).normalize();
  }

  /** Whether the process is in that folder. */
  boolean isCurrent(Path folder) throws IOException {
    return !Files.isDirectory(folder) || Files.isSameFile(folder, Path.of(""));
  }

  /** Runs the program again in a folder, and returns its exit code. */
  int again(Path folder, List<String> arguments) throws IOException, InterruptedException {
    Process process = program(folder, arguments).inheritIO().start();
    // a terminal sends Ctrl-C to both: the one that runs cells has to end first
    Signal.handle(new Signal("INT"), signal -> {});
    Signal.handle(new Signal("TERM"), signal -> process.destroy());
    return process.waitFor();
  }

  /** The program, to be started in a folder. */
  ProcessBuilder program(Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-D" + CALLED_IN + "=" + calledIn);
    String classes = absoluteClassPath();
    if (classes.endsWith(".jar") && !classes.contains(java.io.File.pathSeparator)) {
      command.addAll(List.of("-jar", classes)); // a class-data archive fits this form alone
    } else {
      command.addAll(List.of("-cp", classes, Main.class.getName()));
    }
    command.addAll(arguments);
    return new ProcessBuilder(command).directory(folder.toFile());
  }

  private static String absoluteClassPath() {
    String separator = java.io.File.pathSeparator;
    List<String> absolute = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(separator)) {
      absolute.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(separator, absolute);
  }
}
