package dev.flowcell.library;

import dev.flowcell.library.Found.Staying;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.InvalidVersionSpecificationException;
import org.eclipse.aether.version.Version;
import org.jspecify.annotations.Nullable;

/**
 * Finds libraries in Maven repositories: the user's settings, local repository, mirrors, proxies
 * and passwords count. Remembers the repositories of the session and what was found, since the
 * version that a cell has seen first stays. Nothing of Maven is loaded before the first search.
 * Thread-safe.
 */
public final class Libraries {

  private final @Nullable Path home;
  private final List<Repository> repositories = new CopyOnWriteArrayList<>();
  private final Map<String, String> present = new ConcurrentHashMap<>();
  private final List<Library> allAdded = new CopyOnWriteArrayList<>();

  public Libraries() {
    this(null);
  }

  /**
   * Libraries by other settings.
   *
   * @param home the folder of settings and local repository in place of the user's {@code .m2}
   */
  public Libraries(@Nullable Path home) {
    this.home = home;
  }

  /** Asks this repository too, from now on; one of the same name is replaced. */
  public void addRepository(Repository repository) {
    repositories.removeIf(known -> known.name().equals(repository.name()));
    repositories.add(repository);
  }

  /** The repositories that were added, in order. */
  public List<Repository> repositories() {
    return List.copyOf(repositories);
  }

  /** The libraries that were added, in order, those that others need among them. */
  public List<Library> added() {
    return List.copyOf(allAdded);
  }

  /** Whether it reads as coordinates do. */
  public static boolean isCoordinates(String text) {
    try {
      return !new DefaultArtifact(text).getVersion().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Finds libraries and all that they need.
   *
   * @param downloads is told what has to be downloaded
   * @throws LibraryException when one can't be had
   * @throws InterruptedException when the calling thread is interrupted; the search ends soon
   */
  public Found find(Wish wish, Downloads downloads) throws LibraryException, InterruptedException {
    return interruptibly(wish, downloads, search -> search.find(wish, with(wish)));
  }

  /**
   * Finds what a POM asks for.
   *
   * @param pom a whole POM
   * @param wish with the scopes of the POM's own dependencies, and no coordinates
   * @param downloads is told what has to be downloaded
   * @throws LibraryException when the POM can't be read, or one of its libraries can't be had
   * @throws InterruptedException when the calling thread is interrupted; the search ends soon
   */
  public Found find(Path pom, Wish wish, Downloads downloads)
      throws LibraryException, InterruptedException {
    return interruptibly(wish, downloads, search -> search.find(pom, wish, with(wish)));
  }

  private List<Repository> with(Wish wish) {
    List<Repository> all = new ArrayList<>(repositories);
    all.addAll(wish.repositories());
    return all;
  }

  private interface Work {
    List<Artifact> run(MavenSearch search) throws LibraryException;
  }

  /** A read from a socket heeds no interrupt: it happens on a thread that can be left alone. */
  private Found interruptibly(Wish wish, Downloads downloads, Work work)
      throws LibraryException, InterruptedException {
    MavenSearch search = new MavenSearch(home, wish.offline(), downloads);
    FutureTask<List<Artifact>> task = new FutureTask<>(() -> work.run(search));
    Thread thread = new Thread(task, "flowcell-libraries");
    thread.setDaemon(true);
    thread.setContextClassLoader(Libraries.class.getClassLoader());
    thread.start();
    try {
      return sorted(task.get(), wish);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LibraryException known) {
        throw known;
      }
      throw new LibraryException(
          "the search failed: " + String.valueOf(Optional.ofNullable(e.getCause()).orElse(e)));
    } finally {
      search.cancel();
    }
  }

  private synchronized Found sorted(List<Artifact> artifacts, Wish wish) {
    List<Library> added = new ArrayList<>();
    List<Staying> staying = new ArrayList<>();
    for (Artifact artifact : artifacts) {
      Library library =
          new Library(
              artifact.getGroupId(),
              artifact.getArtifactId(),
              artifact.getVersion(),
              artifact.getFile().toPath());
      String key = key(artifact);
      Optional<String> shipped = shipped(library);
      String earlier = shipped.orElse(present.get(key));
      if (earlier == null) {
        present.put(key, library.version());
        added.add(library);
      } else if (!earlier.equals(library.version())) {
        boolean missed = wish.names(library) || isNewer(library.version(), earlier);
        staying.add(new Staying(library, earlier, shipped.isPresent(), missed));
      }
    }
    allAdded.addAll(added);
    return new Found(added, staying, artifacts.size() - added.size() - staying.size());
  }

  private static boolean isNewer(String version, String other) {
    try {
      GenericVersionScheme scheme = new GenericVersionScheme();
      Version asked = scheme.parseVersion(version);
      Version there = scheme.parseVersion(other);
      return asked.compareTo(there) > 0;
    } catch (InvalidVersionSpecificationException e) {
      return true;
    }
  }

  private static String key(Artifact artifact) {
    return String.join(
        ":",
        artifact.getGroupId(),
        artifact.getArtifactId(),
        artifact.getExtension(),
        artifact.getClassifier());
  }

  /** The version that Flowcell has of it, empty where that is not known; nothing if it has none. */
  private static Optional<String> shipped(Library library) {
    String properties =
        "META-INF/maven/%s/%s/pom.properties".formatted(library.group(), library.name());
    try (InputStream in = resource(properties)) {
      if (in != null) {
        Properties read = new Properties();
        read.load(in);
        return Optional.of(read.getProperty("version", ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return hasClassesOf(library.file()) ? Optional.of("") : Optional.empty();
  }

  private static @Nullable InputStream resource(String name) {
    return Libraries.class.getClassLoader().getResourceAsStream(name);
  }

  private static boolean hasClassesOf(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
          .filter(name -> !name.endsWith("-info.class"))
          .findFirst()
          .map(name -> Libraries.class.getClassLoader().getResource(name) != null)
          .orElse(false);
    } catch (IOException e) {
      return false; // no jar at all
    }
  }
}
