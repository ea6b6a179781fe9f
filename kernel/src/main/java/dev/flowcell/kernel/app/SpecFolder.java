package dev.flowcell.kernel.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of one kernel spec: {@code kernel.json}, logos, the jar, its class-data archive and
 * the launchers.
 *
 * <p>Every file appears whole, by a move. Jars are named by their content and never written again,
 * since a running kernel reads its own; {@code kernel.json} comes last and switches over. The jar
 * it named before stays for the kernels that run with it, older ones go.
 *
 * @param folder the folder, which need not exist yet
 */
record SpecFolder(Path folder) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]*[a-z0-9_-][a-z0-9._-]*");
  private static final List<String> LOGOS =
      List.of("logo-32x32.png", "logo-64x64.png", "logo-svg.svg");
  private static final String LIBRARY = "flowcell-";
  private static final Pattern JAR = Pattern.compile(LIBRARY + "[0-9a-f]{12}\\.jar");
  private static final String UNFINISHED = ".flowcell-unfinished-";

  /** Whether Jupyter takes a word as the name of a kernel; it knows small letters only. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** The {@code kernel.json} of ours that stands here; empty where there is none. */
  Optional<KernelSpec> spec() throws IOException {
    return Files.exists(kernelJson()) ? KernelSpec.read(kernelJson()) : Optional.empty();
  }

  /** Whether another program's kernel stands here, or something that is no kernel at all. */
  boolean isTaken() throws IOException {
    if (!Files.exists(folder)) {
      return false;
    }
    return spec().isEmpty() && !isEmptyButForLibraries() && !isDamaged();
  }

  /** An install that was broken off leaves libraries and no {@code kernel.json}. */
  private boolean isEmptyButForLibraries() throws IOException {
    return names().stream().allMatch(SpecFolder::isLibrary);
  }

  /** Whether a kernel of ours is here that has lost its {@code kernel.json}, or what it says. */
  boolean isDamaged() throws IOException {
    return Files.isDirectory(folder)
        && spec().isEmpty()
        && names().stream().anyMatch(name -> JAR.matcher(name).matches());
  }

  /**
   * Copies a jar here, unless it is here already.
   *
   * @return the copy
   */
  Path addJar(Path jar) throws IOException {
    Files.createDirectories(folder);
    Path copy = folder.resolve(LIBRARY + fingerprint(jar) + ".jar");
    if (!Files.exists(copy)) {
      Path unfinished = unfinished();
      Files.copy(jar, unfinished, StandardCopyOption.REPLACE_EXISTING);
      moveInto(copy, unfinished);
    }
    return copy;
  }

  /** Where the class-data archive of a jar lies; Java reads only what the same Java wrote. */
  Path archiveOf(Path jar, String javaVersion) {
    return folder.resolve(name(jar).replace(".jar", ofJava(javaVersion) + ".jsa"));
  }

  /** How the name of an archive tells which Java wrote it. */
  static String ofJava(String javaVersion) {
    return "-java-" + javaVersion.replaceAll("[^A-Za-z0-9.]", "_");
  }

  /** The kernel's name for Jupyter. */
  String name() {
    return name(folder);
  }

  /** Whether it is the same folder, by whatever path. */
  boolean isSame(SpecFolder other) {
    try {
      return Files.isSameFile(folder, other.folder);
    } catch (IOException e) {
      return folder.equals(other.folder);
    }
  }

  /** Moves a finished file of this file system into place. */
  void moveInto(Path target, Path unfinished) throws IOException {
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A file that is not there yet, to be written and then moved. */
  Path unfinished() {
    return folder.resolve(UNFINISHED + ProcessHandle.current().pid());
  }

  /**
   * Writes logos, launchers and, last, {@code kernel.json}; then clears what no kernel uses.
   *
   * @param launch how the launchers start Java
   * @param spec the new kernel spec
   */
  void write(Launch launch, KernelSpec spec) throws IOException {
    Files.createDirectories(folder);
    Optional<KernelSpec> former = spec();
    for (String logo : LOGOS) {
      try (InputStream in = resource(logo)) {
        write(logo, in.readAllBytes());
      }
    }
    write("flowcell", Launcher.forShell(launch));
    launcher().toFile().setExecutable(true, false);
    write("flowcell.cmd", Launcher.forWindows(launch));
    write("kernel.json", spec.toJson());
    clear(Stream.concat(former.stream(), Stream.of(spec)));
  }

  /** The launcher for this system's shell. */
  Path launcher() {
    return folder.resolve("flowcell");
  }

  Path kernelJson() {
    return folder.resolve("kernel.json");
  }

  /** Removes the folder. */
  void delete() throws IOException {
    try (var paths = Files.walk(folder)) {
      // the folder's own path is a prefix of all others: it comes last
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Takes back what an install brought that came to nothing; the kernel of before stays. */
  void abandon() throws IOException {
    clear(spec().stream());
    if (names().isEmpty()) {
      Files.delete(folder);
    }
  }

  private void clear(Stream<KernelSpec> inUse) throws IOException {
    Set<String> used =
        inUse
            .flatMap(spec -> spec.argv().stream())
            .map(
                word -> word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1))
            .collect(Collectors.toSet());
    for (String name : names()) {
      if (isLibrary(name) && !used.contains(name)) {
        deleteUnlessInUse(folder.resolve(name));
      }
    }
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(SpecFolder::name).toList();
    }
  }

  private static void deleteUnlessInUse(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      // Windows keeps the file of a running kernel: the next install clears it
    }
  }

  private void write(String name, String text) throws IOException {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String name, byte[] content) throws IOException {
    Path unfinished = unfinished();
    Files.write(unfinished, content);
    moveInto(folder.resolve(name), unfinished);
  }

  private static boolean isLibrary(String name) {
    return name.startsWith(LIBRARY) || name.startsWith(UNFINISHED);
  }

  private static String name(Path file) {
    return Objects.requireNonNull(file.getFileName()).toString();
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(SpecFolder.class.getResourceAsStream(name), name);
  }

  private static String fingerprint(Path file) throws IOException {
    try (var in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest()).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
