package dev.flowcell.kernel.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The class-data archive: what a kernel loads for its first cells and completions, kept in the form
 * that Java maps into memory; from Java 25 on with what it has learned of the methods that run
 * often, so that they are compiled earlier (JEP 515). Made by a kernel that runs such cells and
 * writes the archive as it ends.
 */
final class ClassArchive {

  private static final List<String> CELLS =
      List.of(
          "1 + 1",
          "Table.create(StringColumn.create(\"g\", \"A\", \"A\", \"B\", \"B\"),"
              + " DoubleColumn.create(\"x\", 1, 2, 3, 4))",
          "BoxPlot.of(Table.create(StringColumn.create(\"g\", \"A\", \"A\", \"B\", \"B\"),"
              + " DoubleColumn.create(\"x\", 1, 2, 3, 4)), \"g\", \"x\")",
          "%task\nint one() { runLogger().info(\"one\"); return 1; }\n%flow\nvoid run() { one(); }",
          "run();",
          "%dashboard",
          "%dashboard stop");

  private static final List<String> HALF_TYPED = List.of("import java.ut", "\"a\".toUpperCase");

  private static final boolean LEARNS = Runtime.version().feature() >= 25;
  private static final String WRITE = LEARNS ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
  private static final String READ = LEARNS ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";

  private final Duration patience;

  ClassArchive(Duration patience) {
    this.patience = patience;
  }

  /**
   * Makes the archive, unless it is there.
   *
   * @return the launch that uses it
   * @throws KernelProbe.Failure when the kernel does not run, or writes no archive
   */
  Launch make(Launch launch, SpecFolder spec) throws IOException, KernelProbe.Failure {
    Path archive = archive(launch, spec);
    if (!Files.exists(archive)) {
      Path unfinished = spec.unfinished();
      Files.deleteIfExists(unfinished);
      runCells(new KernelSpec(launch.kernel(WRITE + unfinished), ""));
      if (!Files.exists(unfinished)) {
        throw new KernelProbe.Failure("Java wrote no class-data archive.");
      }
      spec.moveInto(archive, unfinished);
    }
    return launch.with(READ + archive);
  }

  /** Whether one was made before. */
  boolean isThere(Launch launch, SpecFolder spec) {
    return Files.exists(archive(launch, spec));
  }

  /** Removes one that does not work. */
  void forget(Launch launch, SpecFolder spec) throws IOException {
    Files.deleteIfExists(archive(launch, spec));
  }

  private static Path archive(Launch launch, SpecFolder spec) {
    return spec.archiveOf(launch.jar(), System.getProperty("java.vm.version", ""));
  }

  private void runCells(KernelSpec spec) throws IOException, KernelProbe.Failure {
    try (KernelProbe kernel = KernelProbe.start(spec, patience)) {
      for (String cell : CELLS) {
        kernel.execute(cell);
      }
      for (String code : HALF_TYPED) {
        kernel.assist(code);
      }
    }
  }
}
