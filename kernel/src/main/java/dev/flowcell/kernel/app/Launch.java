package dev.flowcell.kernel.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How Java is started with Flowcell's jar.
 *
 * @param java the absolute path of the program java
 * @param jar the jar
 * @param archive the option of Java that reads the class-data archive, where one was made
 */
record Launch(Path java, Path jar, Optional<String> archive) {

  /** The Java that runs this, with a jar. */
  static Launch withRunningJava(Path jar, boolean windows) {
    Path java =
        Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java")
            .toAbsolutePath();
    return new Launch(java, jar, Optional.empty());
  }

  /** The same with what a class-data archive needs to be read. */
  Launch with(String archiveOption) {
    return new Launch(java, jar, Optional.of(archiveOption));
  }

  /** The command that runs {@code flowcell}, to be followed by its arguments. */
  List<String> program(String... javaOptions) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    archive.ifPresent(command::add);
    command.addAll(List.of(javaOptions));
    // a share of the machine's memory to begin with would be filled before anything is collected
    command.add("-Xms64m");
    // before Java 18 the platform's charset is the default one: a cell's text would suffer
    command.add("-Dfile.encoding=UTF-8");
    // charts are drawn into memory: no dock icon, and no display needed
    command.add("-Djava.awt.headless=true");
    command.add("-jar");
    command.add(jar.toString());
    return command;
  }

  /** The command that starts a kernel, as in {@code kernel.json}. */
  List<String> kernel(String... javaOptions) {
    List<String> command = program(javaOptions);
    command.add("kernel");
    command.add(KernelSpec.CONNECTION_FILE);
    return command;
  }
}
