package dev.flowcell.kernel.java.classes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The class files of jars and folders, as names of types such as {@code a.b.C$D}. What cannot be
 * read has none.
 */
public final class ClassFiles {

  private static final String SUFFIX = ".class";

  private ClassFiles() {}

  /** All in that jar. */
  public static List<String> ofJar(Path path) {
    try (JarFile jar = new JarFile(path.toFile())) {
      return types(jar.stream().map(JarEntry::getName));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** All in that folder. */
  public static List<String> ofFolder(Path root) {
    return ofFolder(root, root, Integer.MAX_VALUE);
  }

  /** Those of the very package in that folder. */
  public static List<String> ofFolder(Path root, String ofPackage) {
    return ofFolder(root, root.resolve(ofPackage.replace('.', '/')), 1);
  }

  private static List<String> ofFolder(Path root, Path from, int depth) {
    try (Stream<Path> files = Files.walk(from, depth)) {
      return types(files.map(file -> root.relativize(file).toString()));
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static List<String> types(Stream<String> files) {
    return files
        .filter(file -> file.endsWith(SUFFIX) && !file.startsWith("META-INF"))
        .map(file -> file.substring(0, file.length() - SUFFIX.length()))
        .map(file -> file.replace('\\', '.').replace('/', '.'))
        .toList();
  }

  /** The package of a type; empty of one that is in none. */
  public static String packageOf(String type) {
    return type.substring(0, Math.max(0, type.lastIndexOf('.')));
  }
}
