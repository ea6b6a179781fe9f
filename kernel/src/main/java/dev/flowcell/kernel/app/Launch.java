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

  /**
   * Ten times Java's own limits for the compiler that optimizes. What a kernel runs most is
   * JShell's compiler: a large program of which each cell runs a little. To optimize it takes more
   * of the processor than the first few hundred cells do, and takes it while somebody waits for
   * them. A cell's own loop, which repeats itself millions of times, is optimized some milliseconds
   * later.
   */
  private static final List<String> PATIENT_COMPILER =
      List.of(
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000");

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
    command.addAll(PATIENT_COMPILER);
    command.addAll(List.of(javaOptions));
    // a share of the machine's memory to begin with would be filled before anything is collected
    command.add("-Xms64m");
    // a fifth of the time for it, before the heap grows: else it grows fivefold while Java is cold
    command.add("-XX:GCTimeRatio=4");
    // of a heap that was collected: without, twice of what is used would stay
    command.add("-XX:MinHeapFreeRatio=10");
    command.add("-XX:MaxHeapFreeRatio=30");
    // it would wake an idle kernel 20 times a second, for tools such as jstat
    command.add("-XX:-UsePerfData");
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
