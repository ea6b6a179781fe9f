package dev.flowcell.magic;

import dev.flowcell.library.Libraries;
import dev.flowcell.library.Repository;
import dev.flowcell.library.Wish;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** How magics write what they ask of Maven repositories. */
final class LibraryOptions {

  static final Option REPO =
      Option.repeatable("repo", "[NAME=]URL", "asks this repository too, this time");
  static final Option OFFLINE = Option.flag("offline", "asks the local repository alone");
  static final Option EXCLUDE =
      Option.repeatable("exclude", "GROUP:ARTIFACT", "leaves it out, * for any");
  static final Option SCOPE =
      Option.choice(
          "scope",
          "SCOPE",
          "compile: without what is needed only when running",
          List.of("compile", "runtime"));

  private LibraryOptions() {}

  /** The libraries that the words of a line name. */
  static Wish wish(MagicCall call) {
    return wish(call, call.arguments().words());
  }

  /** The same for words that stand elsewhere. */
  static Wish wish(MagicCall call, List<Given> words) {
    if (words.isEmpty()) {
      throw call.wrong("%" + call.line().name() + " needs group:artifact:version");
    }
    List<Given> named = words.stream().map(LibraryOptions::withoutComma).toList();
    for (Given word : named) {
      if (!Libraries.isCoordinates(word.text())) {
        throw word.wrong(
            "'"
                + word.text()
                + "' names no library: write group:artifact:version, or"
                + " group:artifact:packaging:classifier:version");
      }
    }
    return new Wish(
        named.stream().map(Given::text).toList(),
        call.arguments().all("exclude").stream().map(Given::text).toList(),
        call.arguments().given("scope").map(LibraryOptions::scopes).orElse(Wish.RUNNING),
        repositories(call),
        call.arguments().has("offline"));
  }

  /** Several are often written as a list. */
  private static Given withoutComma(Given word) {
    return word.text().endsWith(",")
        ? new Given(
            word.label(),
            word.text().substring(0, word.text().length() - 1),
            word.start(),
            word.end())
        : word;
  }

  private static Set<String> scopes(Given scope) {
    return switch (scope.text()) {
      case "compile" -> Set.of("compile");
      case "runtime" -> Wish.RUNNING;
      default -> throw scope.wrong("must be compile or runtime, not '" + scope.text() + "'");
    };
  }

  /** The repositories that a line names. */
  static List<Repository> repositories(MagicCall call) {
    return call.arguments().all("repo").stream().map(LibraryOptions::repository).toList();
  }

  private static Repository repository(Given given) {
    String text = given.text();
    int equals = text.indexOf('=');
    boolean named = equals > 0 && text.indexOf(':') > equals;
    return named
        ? new Repository(text.substring(0, equals), address(given, text.substring(equals + 1)))
        : Repository.of(address(given, text));
  }

  /** An address, which may be a folder. */
  static String address(Given given, String text) {
    if (text.contains("://") || text.startsWith("file:")) {
      return text;
    }
    Path folder = FilePattern.path(given, text);
    if (!folder.toFile().isDirectory()) {
      throw given.wrong("'" + text + "' is neither the address of a repository nor a folder");
    }
    return folder.toUri().toString();
  }
}
