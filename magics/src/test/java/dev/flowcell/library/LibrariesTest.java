package dev.flowcell.library;

import static dev.flowcell.testing.MavenRepository.dependency;
import static java.net.InetAddress.getLoopbackAddress;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.flowcell.testing.MavenRepository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries of repositories in folders; no test leaves this machine. */
class LibrariesTest {

  @TempDir private Path home;
  @TempDir private Path folder;
  private MavenRepository repository;
  private Libraries libraries;

  @BeforeEach
  void open() throws IOException {
    repository = new MavenRepository(folder);
    repository.writeSettings(home, "");
    repository.add("leaf", "1.0", "");
    repository.add("twig", "1.0", dependency("leaf", "1.0", ""));
    libraries = new Libraries(home);
  }

  @Test
  void finds_a_library_and_all_that_it_needs() throws Exception {
    Found found = libraries.find(wish("org.example:twig:1.0"), Downloads.UNSEEN);

    assertThat(found.added()).hasToString("[twig 1.0, leaf 1.0]");
    assertThat(found.added()).allMatch(each -> each.file().startsWith(home.resolve("repository")));
  }

  @Test
  void leaves_out_what_is_excluded() throws Exception {
    Wish wish =
        new Wish(
            List.of("org.example:twig:1.0"),
            List.of("org.example:leaf"),
            Wish.RUNNING,
            List.of(),
            false);

    assertThat(libraries.find(wish, Downloads.UNSEEN).added()).hasToString("[twig 1.0]");
  }

  @Test
  void a_repository_that_cannot_be_reached_does_not_stop_what_another_has() throws Exception {
    libraries.addRepository(new Repository("dead", "http://127.0.0.1:1/"));

    assertThat(libraries.find(wish("org.example:twig:1.0"), Downloads.UNSEEN).added()).hasSize(2);
  }

  @Test
  void a_repository_beside_the_known_ones_is_asked(@TempDir Path other) throws Exception {
    MavenRepository more = new MavenRepository(other);
    more.add("fruit", "2.0", dependency("leaf", "1.0", ""));
    libraries.addRepository(new Repository("more", more.url()));

    assertThat(libraries.find(wish("org.example:fruit:2.0"), Downloads.UNSEEN).added())
        .hasToString("[fruit 2.0, leaf 1.0]");
  }

  @Test
  void says_which_repositories_do_not_have_it_and_what_versions_there_are() {
    libraries.addRepository(new Repository("dead", "http://127.0.0.1:1/"));

    assertThatThrownBy(() -> libraries.find(wish("org.example:twig:9.9"), Downloads.UNSEEN))
        .isInstanceOf(LibraryException.class)
        .hasMessageContaining("org.example:twig:9.9 was not found in mirror (" + repository.url())
        .hasMessageContaining("dead (http://127.0.0.1:1/)")
        .hasMessageContaining("dead could not be asked")
        .hasMessageContaining("newest versions are 1.0");
  }

  @Test
  void says_which_name_was_probably_meant_by_what_was_used_before() throws Exception {
    libraries.find(wish("org.example:twig:1.0"), Downloads.UNSEEN);

    for (String wrong : List.of("org.example:twgi:1.0", "org.exmaple:twig:1.0")) {
      for (int again = 0; again < 2; again++) {
        assertThatThrownBy(() -> libraries.find(wish(wrong), Downloads.UNSEEN))
            .as("a search for what is nowhere leaves its name in the local repository")
            .hasMessageEndingWith(", did you mean org.example:twig?");
      }
    }
  }

  @Test
  void settings_that_cannot_be_read_are_named() throws IOException {
    Files.writeString(home.resolve("settings.xml"), "<settings><mirors></settings>");

    assertThatThrownBy(() -> libraries.find(wish("org.example:twig:1.0"), Downloads.UNSEEN))
        .isInstanceOf(LibraryException.class)
        .hasMessageStartingWith("Maven can't be set up: ")
        .hasMessageContaining(home.resolve("settings.xml").toString());
  }

  @Test
  void the_user_in_an_address_signs_in_and_is_not_told() throws Exception {
    List<String> signedIn = new CopyOnWriteArrayList<>();
    HttpServer server = HttpServer.create(new InetSocketAddress(getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String sent = exchange.getRequestHeaders().getFirst("Authorization");
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"test\"");
          exchange.sendResponseHeaders(sent == null ? 401 : 404, -1);
          Optional.ofNullable(sent).ifPresent(signedIn::add);
          exchange.close();
        });
    server.start();
    try {
      String address = "127.0.0.1:" + server.getAddress().getPort() + "/";
      libraries.addRepository(Repository.of("http://ann:s%40fe@" + address));

      assertThatThrownBy(() -> libraries.find(wish("org.example:none:1.0"), Downloads.UNSEEN))
          .hasMessageContaining("http://" + address)
          .hasMessageNotContaining("s%40fe");
      assertThat(signedIn)
          .isNotEmpty()
          .containsOnly(
              "Basic " + Base64.getEncoder().encodeToString("ann:s@fe".getBytes(US_ASCII)));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void what_was_missing_is_asked_for_again() throws Exception {
    assertThatThrownBy(() -> libraries.find(wish("org.example:late:1.0"), Downloads.UNSEEN))
        .isInstanceOf(LibraryException.class);

    repository.add("late", "1.0", "");

    assertThat(libraries.find(wish("org.example:late:1.0"), Downloads.UNSEEN).added()).hasSize(1);
  }

  @Test
  void offline_takes_what_was_found_before() throws Exception {
    libraries.find(wish("org.example:twig:1.0"), Downloads.UNSEEN);
    Libraries restarted = new Libraries(home);

    assertThat(restarted.find(offline("org.example:twig:1.0"), Downloads.UNSEEN).added())
        .hasSize(2);
    assertThatThrownBy(() -> restarted.find(offline("org.example:late:1.0"), Downloads.UNSEEN))
        .hasMessage(
            "org.example:late:1.0 was not found in the local repository, and no other is asked"
                + " offline");
  }

  @Test
  void is_offline_where_the_users_settings_say_so() throws Exception {
    repository.writeSettings(home, "<offline>true</offline>");

    assertThatThrownBy(() -> libraries.find(wish("org.example:late:1.0"), Downloads.UNSEEN))
        .hasMessageContaining("no other is asked offline");
  }

  @Test
  void the_version_that_came_first_stays() throws Exception {
    libraries.find(wish("org.example:leaf:1.0"), Downloads.UNSEEN);
    repository.add("leaf", "2.0", "");

    Found found = libraries.find(wish("org.example:leaf:2.0"), Downloads.UNSEEN);

    assertThat(found.added()).isEmpty();
    assertThat(found.staying())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.version()).isEqualTo("1.0");
              assertThat(each.shipped()).isFalse();
              assertThat(each.missed()).isTrue();
            });
  }

  @Test
  void what_flowcell_comes_with_stays() throws Exception {
    repository.add("com.google.guava", "guava", "1.0", "");
    repository.add(
        "bough",
        "1.0",
        "<dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId>"
            + "<version>1.0</version></dependency>");

    Found found = libraries.find(wish("org.example:bough:1.0"), Downloads.UNSEEN);

    assertThat(found.added()).hasToString("[bough 1.0]");
    assertThat(found.staying()).singleElement().matches(Found.Staying::shipped);
    assertThat(found.staying()).noneMatch(Found.Staying::missed);
    assertThat(libraries.find(wish("com.google.guava:guava:1.0"), Downloads.UNSEEN).staying())
        .allMatch(Found.Staying::missed);
  }

  @Test
  void a_pom_gives_what_its_scopes_parent_and_classifiers_say(@TempDir Path project)
      throws Exception {
    repository.addClassified("leaf", "1.0", "tests");
    repository.add("probe", "1.0", "");
    Files.writeString(
        project.resolve("pom.xml"),
        """
        <project><modelVersion>4.0.0</modelVersion>
        <groupId>org.example</groupId><artifactId>parent</artifactId><version>1</version>
        <packaging>pom</packaging><properties><leaf>1.0</leaf></properties></project>
        """);
    Path pom = Files.createDirectory(project.resolve("child")).resolve("pom.xml");
    Files.writeString(
        pom,
        """
        <project><modelVersion>4.0.0</modelVersion>
        <parent><groupId>org.example</groupId><artifactId>parent</artifactId><version>1</version>
        </parent><artifactId>child</artifactId><dependencies>
        """
            + dependency("leaf", "${leaf}", "<classifier>tests</classifier>")
            + dependency("probe", "1.0", "<scope>test</scope>")
            + "</dependencies></project>");
    Wish wish = new Wish(List.of(), List.of(), Wish.RUNNING, List.of(), false);
    Wish tests = new Wish(List.of(), List.of(), Set.of("test"), List.of(), false);

    assertThat(libraries.find(pom, wish, Downloads.UNSEEN).added())
        .singleElement()
        .satisfies(leaf -> assertThat(leaf.file()).hasFileName("leaf-1.0-tests.jar"));
    assertThat(libraries.find(pom, tests, Downloads.UNSEEN).added()).hasToString("[probe 1.0]");
  }

  @Test
  void an_interrupt_ends_a_search_that_gets_no_answer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      libraries.addRepository(
          new Repository("silent", "http://127.0.0.1:" + silent.getLocalPort() + "/"));
      FutureTask<Found> search =
          new FutureTask<>(() -> libraries.find(wish("org.example:none:1.0"), Downloads.UNSEEN));
      Thread thread = new Thread(search);
      thread.start();
      try (Socket asked = silent.accept()) {
        thread.interrupt();

        assertThatThrownBy(search::get)
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(InterruptedException.class);
        assertThat(asked.isConnected()).isTrue();
      }
    }
    awaitEndOfTheSearchLeftAlone();
  }

  /** It reads from its socket until that is closed, and may write to the local repository then. */
  private static void awaitEndOfTheSearchLeftAlone() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("flowcell-libraries")) {
        thread.join();
      }
    }
  }

  private static Wish wish(String coordinates) {
    return new Wish(List.of(coordinates), List.of(), Wish.RUNNING, List.of(), false);
  }

  private static Wish offline(String coordinates) {
    return new Wish(List.of(coordinates), List.of(), Wish.RUNNING, List.of(), true);
  }
}
