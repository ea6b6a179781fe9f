package dev.flowcell.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A Maven repository in a folder, and the settings that put it in the place of all others. */
public final class MavenRepository {

  private final Path folder;

  public MavenRepository(Path folder) {
    this.folder = folder;
  }

  public String url() {
    return folder.toUri().toString();
  }

  /** Puts a library in that needs others; its jar holds a file of the library's name. */
  public void add(String name, String version, String dependencies) throws IOException {
    add("org.example", name, version, dependencies);
  }

  public void add(String group, String name, String version, String dependencies)
      throws IOException {
    Path place = folder.resolve(group.replace('.', '/')).resolve(name).resolve(version);
    Files.createDirectories(place);
    Files.writeString(
        place.resolve(name + "-" + version + ".pom"),
        """
        <project><modelVersion>4.0.0</modelVersion>
        <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>
        <dependencies>%s</dependencies></project>
        """
            .formatted(group, name, version, dependencies));
    jar(place.resolve(name + "-" + version + ".jar"), name);
    Files.writeString(
        place.resolveSibling("maven-metadata.xml"),
        """
        <metadata><groupId>%s</groupId><artifactId>%s</artifactId>
        <versioning><versions><version>%s</version></versions></versioning></metadata>
        """
            .formatted(group, name, version));
  }

  /** Adds a jar of its own beside that of a library. */
  public void addClassified(String name, String version, String classifier) throws IOException {
    Path place = folder.resolve("org/example").resolve(name).resolve(version);
    jar(place.resolve("%s-%s-%s.jar".formatted(name, version, classifier)), classifier);
  }

  private static void jar(Path file, String entry) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      jar.putNextEntry(new JarEntry(entry));
      jar.closeEntry();
    }
  }

  /** As a POM names a library. */
  public static String dependency(String name, String version, String more) {
    return """
        <dependency><groupId>org.example</groupId><artifactId>%s</artifactId>
        <version>%s</version>%s</dependency>
        """
        .formatted(name, version, more);
  }

  /** Makes it the mirror of all repositories that are no files, in the settings of a folder. */
  public void writeSettings(Path home, String more) throws IOException {
    Files.writeString(
        home.resolve("settings.xml"),
        """
        <settings>%s<mirrors><mirror><id>mirror</id><mirrorOf>central</mirrorOf>
        <url>%s</url></mirror></mirrors></settings>
        """
            .formatted(more, url()));
  }
}
