package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.library.Downloads;
import dev.flowcell.library.Found;
import dev.flowcell.library.LibraryException;
import dev.flowcell.library.Wish;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code %%pom} and {@code %loadFromPOM}: the libraries that a POM, or a piece of one, names. */
final class PomMagic implements Magic {

  /** What the field loads where nothing else is said. */
  private static final Set<String> SCOPES = Set.of("compile", "runtime", "system", "import");

  private static final List<Usage> USAGES =
      List.of(
          Usage.of(
              "",
              "[FILE] [SCOPE]…",
              "adds the dependencies of a POM, as %%pom those of the XML below it, by its"
                  + " repositories too; of scope compile and runtime unless scopes are named",
              LibraryOptions.REPO,
              LibraryOptions.OFFLINE));

  @Override
  public String name() {
    return "pom";
  }

  @Override
  public List<String> otherNames() {
    return List.of("loadFromPOM");
  }

  @Override
  public String summary() {
    return "adds the libraries that a POM names; also %loadFromPOM";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public String example() {
    return """
        %%pom
        <dependency>
          <groupId>org.apache.commons</groupId>
          <artifactId>commons-csv</artifactId>
          <version>1.12.0</version>
        </dependency>""";
  }

  @Override
  public boolean takesText() {
    return true;
  }

  @Override
  public CellResult run(MagicCall call) {
    List<Given> words = call.arguments().words();
    if (call.line().cell()) {
      String pom = PomText.whole(call);
      Wish wish = wish(call, words);
      return FoundLibraries.add(call, downloads -> find(call, pom, wish, downloads));
    }
    if (words.isEmpty()) {
      throw call.wrong(
          "%" + call.line().name() + " needs the FILE of a POM, or two %% and XML below");
    }
    Path file = FilePattern.file(words.get(0));
    Wish wish = wish(call, words.subList(1, words.size()));
    return FoundLibraries.add(
        call, downloads -> call.context().libraries().find(file, wish, downloads));
  }

  private static Found find(MagicCall call, String pom, Wish wish, Downloads downloads)
      throws LibraryException, InterruptedException {
    try {
      Path folder = Files.createTempDirectory("flowcell-pom");
      Path file = folder.resolve("pom.xml");
      try {
        Files.writeString(file, pom);
        return call.context().libraries().find(file, wish, downloads);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Wish wish(MagicCall call, List<Given> scopes) {
    Set<String> wanted = new LinkedHashSet<>();
    for (Given scope : scopes) {
      if (!Set.of("compile", "runtime", "provided", "test", "system", "import")
          .contains(scope.text())) {
        throw scope.wrong("there is no scope '" + scope.text() + "'");
      }
      wanted.add(scope.text());
    }
    return new Wish(
        List.of(),
        List.of(),
        wanted.isEmpty() ? SCOPES : wanted,
        LibraryOptions.repositories(call),
        call.arguments().has("offline"));
  }
}
