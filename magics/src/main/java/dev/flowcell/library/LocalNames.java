package dev.flowcell.library;

import dev.flowcell.cell.NearMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names of the libraries in a local repository: what its user has used before. */
final class LocalNames {

  private final Path repository;

  LocalNames(Path repository) {
    this.repository = repository;
  }

  /** What was probably meant: another library of the group, or the same one of another group. */
  Optional<String> near(String group, String name) {
    return NearMatch.of(name, names(folder(group)).filter(each -> has(group, each)).toList())
        .map(near -> group + ":" + near)
        .or(() -> nearGroup(group, name).map(near -> near + ":" + name));
  }

  private Optional<String> nearGroup(String group, String name) {
    int dot = group.lastIndexOf('.') + 1;
    String parent = group.substring(0, dot);
    List<String> siblings = names(folder(parent)).filter(each -> has(parent + each, name)).toList();
    return NearMatch.of(group.substring(dot), siblings).map(near -> parent + near);
  }

  /** A search for what is nowhere leaves folders as well, but no POM. */
  private boolean has(String group, String name) {
    Path folder = folder(group).resolve(name);
    return names(folder)
        .anyMatch(version -> Files.exists(folder.resolve(version).resolve(pom(name, version))));
  }

  private static String pom(String name, String version) {
    return name + "-" + version + ".pom";
  }

  private Path folder(String group) {
    return repository.resolve(group.replace('.', '/'));
  }

  private static Stream<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    } catch (IOException e) {
      return Stream.empty(); // there is no such folder
    }
  }
}
