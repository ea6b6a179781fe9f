package dev.flowcell.library;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.settings.io.xpp3.SettingsXpp3Reader;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactDescriptorResult;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.VersionRangeRequest;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.ScopeDependencyFilter;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;
import org.eclipse.aether.util.repository.SimpleResolutionErrorPolicy;
import org.eclipse.aether.version.Version;
import org.jspecify.annotations.Nullable;

/** One search, for one thread; it may be cancelled from any. */
final class MavenSearch {

  /** How long one repository may be silent, where the user's settings say nothing. */
  private static final int SILENCE_MILLIS = 30_000;

  private static final int SHOWN_VERSIONS = 5;

  private static final Pattern PROBLEM = Pattern.compile("^\\[(?:ERROR|FATAL)] | *@ *$");

  private final @Nullable Path home;
  private final boolean offline;
  private final Downloads downloads;
  private volatile boolean cancelled;

  MavenSearch(@Nullable Path home, boolean offline, Downloads downloads) {
    this.home = home;
    this.offline = offline;
    this.downloads = downloads;
  }

  /** Ends the search at its next step. */
  void cancel() {
    cancelled = true;
  }

  List<Artifact> find(Wish wish, List<Repository> repositories) throws LibraryException {
    try (Context maven = open()) {
      CollectRequest collect = new CollectRequest();
      collect.setRepositories(known(maven, repositories));
      for (String each : wish.coordinates()) {
        collect.addDependency(new Dependency(new DefaultArtifact(each), JavaScopes.COMPILE));
      }
      return new Opened(maven, session(maven)).resolve(collect, wish);
    }
  }

  List<Artifact> find(Path pom, Wish wish, List<Repository> repositories) throws LibraryException {
    try (Context maven = open()) {
      DefaultRepositorySystemSession session = session(maven);
      Artifact project = new DefaultArtifact("notebook", "notebook", "pom", "1");
      session.setWorkspaceReader(new OnePom(project, pom.toFile()));
      List<RemoteRepository> known = known(maven, repositories);
      ArtifactDescriptorResult read = read(maven, session, project, known, pom);
      CollectRequest collect = new CollectRequest();
      collect.setRepositories(
          maven
              .repositorySystem()
              .newResolutionRepositories(
                  session,
                  distinct(Stream.concat(known.stream(), read.getRepositories().stream()))));
      collect.setManagedDependencies(read.getManagedDependencies());
      read.getDependencies().stream()
          .filter(each -> wish.scopes().contains(each.getScope()))
          .forEach(collect::addDependency);
      return new Opened(maven, session).resolve(collect, wish);
    }
  }

  private static ArtifactDescriptorResult read(
      Context maven,
      DefaultRepositorySystemSession session,
      Artifact project,
      List<RemoteRepository> known,
      Path pom)
      throws LibraryException {
    DefaultRepositorySystemSession strict = new DefaultRepositorySystemSession(session);
    strict.setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(false, false));
    try {
      return maven
          .repositorySystem()
          .readArtifactDescriptor(strict, new ArtifactDescriptorRequest(project, known, ""));
    } catch (RepositoryException e) {
      throw new LibraryException(pom.getFileName() + " can't be used: " + problems(e));
    }
  }

  private Context open() throws LibraryException {
    ContextOverrides.Builder overrides =
        ContextOverrides.create()
            .withUserSettings(true)
            .artifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(true, true))
            .transferListener(new Transfers());
    if (home != null) {
      overrides.withMavenUserHomeOverride(home);
    }
    if (offline) {
      overrides.offline(true);
    }
    try {
      return Runtimes.INSTANCE.getRuntime().create(overrides.build());
    } catch (IllegalStateException e) {
      throw new LibraryException("Maven can't be set up: " + problems(e));
    }
  }

  /** Maven counts its problems in one line, and tells each, with how grave it is, in one below. */
  private static String problems(Throwable thrown) {
    String message = String.valueOf(root(thrown).getMessage());
    String problems =
        message
            .lines()
            .filter(line -> line.startsWith("[ERROR]") || line.startsWith("[FATAL]"))
            .map(line -> PROBLEM.matcher(line).replaceAll(""))
            .collect(Collectors.joining("; "));
    return problems.isEmpty() ? message : problems;
  }

  /** What was missing yesterday may be there today: a notebook asks again. */
  private static DefaultRepositorySystemSession session(Context maven) throws LibraryException {
    DefaultRepositorySystemSession session =
        new DefaultRepositorySystemSession(maven.repositorySystemSession());
    session.setOffline(session.isOffline() || isOffline(maven.mavenUserHome().settingsXml()));
    session.setResolutionErrorPolicy(new SimpleResolutionErrorPolicy(0));
    if (!session.getConfigProperties().containsKey("aether.connector.requestTimeout")) {
      session.setConfigProperty("aether.connector.requestTimeout", SILENCE_MILLIS);
    }
    return session;
  }

  /** What MIMA does not read of the settings. */
  private static boolean isOffline(@Nullable Path settings) throws LibraryException {
    if (settings == null || !Files.exists(settings)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(settings)) {
      return new SettingsXpp3Reader().read(in, false).isOffline();
    } catch (IOException | XmlPullParserException e) {
      throw new LibraryException(settings + " can't be used: " + e.getMessage());
    }
  }

  private static List<RemoteRepository> known(Context maven, List<Repository> repositories) {
    List<RemoteRepository> added = repositories.stream().map(MavenSearch::remote).toList();
    return distinct(
        Stream.concat(
            maven.remoteRepositories().stream(),
            maven
                .repositorySystem()
                .newResolutionRepositories(maven.repositorySystemSession(), added)
                .stream()));
  }

  /** Folders that people make have no checksums, and nothing is lost on the way from a disk. */
  private static RemoteRepository remote(Repository repository) {
    String address = repository.address();
    RemoteRepository.Builder remote =
        new RemoteRepository.Builder(repository.name(), "default", address);
    if (address.startsWith("file:")) {
      remote.setPolicy(
          new RepositoryPolicy(
              true, RepositoryPolicy.UPDATE_POLICY_DAILY, RepositoryPolicy.CHECKSUM_POLICY_IGNORE));
    }
    repository
        .user()
        .ifPresent(
            user -> {
              String[] parts = user.split(":", 2);
              AuthenticationBuilder authentication =
                  new AuthenticationBuilder().addUsername(parts[0]);
              if (parts.length > 1) {
                authentication.addPassword(parts[1]);
              }
              remote.setAuthentication(authentication.build());
            });
    return remote.build();
  }

  private static List<RemoteRepository> distinct(Stream<RemoteRepository> repositories) {
    Map<String, RemoteRepository> byName =
        repositories.collect(
            Collectors.toMap(
                RemoteRepository::getId, each -> each, (one, other) -> one, LinkedHashMap::new));
    return List.copyOf(byName.values());
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }

  /** With what a search has open. */
  private record Opened(Context maven, DefaultRepositorySystemSession session) {

    List<Artifact> resolve(CollectRequest collect, Wish wish) throws LibraryException {
      List<Exclusion> excluded = wish.excluded().stream().map(Opened::exclusion).toList();
      collect.setDependencies(
          collect.getDependencies().stream()
              .map(each -> each.setExclusions(joined(each.getExclusions(), excluded)))
              .toList());
      DependencyRequest request =
          new DependencyRequest(collect, new ScopeDependencyFilter(wish.scopes(), List.of()));
      try {
        return maven
            .repositorySystem()
            .resolveDependencies(session, request)
            .getArtifactResults()
            .stream()
            .map(ArtifactResult::getArtifact)
            .filter(artifact -> artifact.getExtension().equals("jar"))
            .toList();
      } catch (RepositoryException e) {
        throw new LibraryException(reason(e, collect.getRepositories()));
      }
    }

    private static Exclusion exclusion(String text) {
      String[] parts = text.split(":", 2);
      return new Exclusion(parts[0], parts.length > 1 ? parts[1] : "*", "*", "*");
    }

    private static List<Exclusion> joined(Collection<Exclusion> some, List<Exclusion> more) {
      List<Exclusion> all = new ArrayList<>(some);
      all.addAll(more);
      return all;
    }

    private String reason(RepositoryException e, List<RemoteRepository> asked) {
      Throwable cause = e;
      while (cause != null && !(cause instanceof ArtifactResolutionException)) {
        cause = cause.getCause();
      }
      if (cause == null) {
        return String.valueOf(root(e).getMessage());
      }
      return ((ArtifactResolutionException) cause)
          .getResults().stream()
              .filter(result -> !result.isResolved())
              .map(result -> reason(result, asked))
              .collect(Collectors.joining("\n"));
    }

    private String reason(ArtifactResult missing, List<RemoteRepository> asked) {
      Artifact artifact = missing.getRequest().getArtifact();
      StringBuilder reason = new StringBuilder(written(artifact) + " was not found");
      if (session.isOffline()) {
        return reason.append(" in the local repository, and no other is asked offline").toString();
      }
      String names =
          asked.stream()
              .map(each -> each.getId() + " (" + each.getUrl() + ")")
              .collect(Collectors.joining(", "));
      reason.append(" in ").append(names);
      versions(artifact, asked).or(() -> near(artifact)).ifPresent(reason::append);
      missing.getExceptions().stream()
          .filter(ArtifactTransferException.class::isInstance)
          .filter(each -> !(each instanceof ArtifactNotFoundException))
          .map(ArtifactTransferException.class::cast)
          .forEach(each -> reason.append("; ").append(unreachable(each)));
      return reason.toString();
    }

    private Optional<String> near(Artifact artifact) {
      return new LocalNames(session.getLocalRepository().getBasedir().toPath())
          .near(artifact.getGroupId(), artifact.getArtifactId())
          .map(near -> ", did you mean " + near + "?");
    }

    /** As a cell writes it. */
    private static String written(Artifact artifact) {
      String classifier = artifact.getClassifier();
      boolean plain =
          classifier.isEmpty() && List.of("jar", "pom").contains(artifact.getExtension());
      return Stream.of(
              artifact.getGroupId(),
              artifact.getArtifactId(),
              plain ? "" : artifact.getExtension(),
              classifier,
              artifact.getVersion())
          .filter(part -> !part.isEmpty())
          .collect(Collectors.joining(":"));
    }

    private static String unreachable(ArtifactTransferException e) {
      RemoteRepository repository = e.getRepository();
      return "%s could not be asked: %s"
          .formatted(
              repository == null ? "a repository" : repository.getId(), root(e).getMessage());
    }

    /** The newest of the versions that there are. */
    private Optional<String> versions(Artifact artifact, List<RemoteRepository> asked) {
      VersionRangeRequest request = new VersionRangeRequest(artifact.setVersion("[0,)"), asked, "");
      try {
        List<Version> versions =
            maven.repositorySystem().resolveVersionRange(session, request).getVersions();
        int from = Math.max(0, versions.size() - SHOWN_VERSIONS);
        return versions.isEmpty()
            ? Optional.empty()
            : Optional.of(
                versions.subList(from, versions.size()).stream()
                    .map(Version::toString)
                    .collect(Collectors.joining(", ", "; its newest versions are ", "")));
      } catch (RepositoryException e) {
        return Optional.empty();
      }
    }
  }

  private final class Transfers extends AbstractTransferListener {

    @Override
    public void transferInitiated(TransferEvent event) throws TransferCancelledException {
      check();
    }

    @Override
    public void transferProgressed(TransferEvent event) throws TransferCancelledException {
      check();
      downloads.received(event.getResource().getFile().getName(), event.getDataLength());
    }

    private void check() throws TransferCancelledException {
      if (cancelled) {
        throw new TransferCancelledException("the cell was interrupted");
      }
    }
  }

  /** A POM that no repository has. */
  private static final class OnePom implements WorkspaceReader {

    private final Artifact project;
    private final File pom;

    OnePom(Artifact project, File pom) {
      this.project = project;
      this.pom = pom;
    }

    @Override
    public WorkspaceRepository getRepository() {
      return new WorkspaceRepository("notebook");
    }

    @Override
    public @Nullable File findArtifact(Artifact artifact) {
      boolean asked =
          artifact.getGroupId().equals(project.getGroupId())
              && artifact.getArtifactId().equals(project.getArtifactId())
              && artifact.getExtension().equals("pom");
      return asked ? pom : null;
    }

    @Override
    public List<String> findVersions(Artifact artifact) {
      return List.of();
    }
  }
}
