package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.library.Wish;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Option;
import dev.flowcell.magic.syntax.Usage;
import java.util.List;

/** {@code %dependency}: as notebooks of rapaio's kernel write {@code %maven}. */
final class DependencyMagic implements Magic {

  private static final List<Usage> USAGES =
      List.of(
          Usage.of("", "", "tells how it is used"),
          Usage.of(
              "/add",
              "GROUP:ARTIFACT:VERSION",
              "adds a library and what it needs, as %maven does",
              Option.flag("optional", "does nothing here")),
          Usage.of("/add-repo", "NAME URL [RELEASE] [SNAPSHOT]", "as %mavenRepo NAME URL"),
          Usage.of("/resolve", "", "does nothing: /add has done it"),
          Usage.of("/list-repos", "", "the repositories that were added"),
          Usage.of("/list-dependencies", "", "the libraries that were added"),
          Usage.of("/list-artifacts", "", "the same, with their files"));

  @Override
  public String name() {
    return "dependency";
  }

  @Override
  public String summary() {
    return "%maven as rapaio's kernel writes it";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public CellResult run(MagicCall call) {
    List<Given> words = call.arguments().words();
    return switch (call.verb()) {
      case "/add" -> {
        Wish wish = LibraryOptions.wish(call);
        yield FoundLibraries.add(
            call, downloads -> call.context().libraries().find(wish, downloads));
      }
      case "/add-repo" -> {
        if (words.size() < 2) {
          throw call.wrong("%dependency /add-repo needs a NAME and a URL");
        }
        yield MavenRepoMagic.add(call, words.get(0), words.get(1));
      }
      case "/resolve" -> new CellResult.Done();
      case "/list-repos" ->
          list(
              call,
              call.context().libraries().repositories().stream()
                  .map(each -> List.of(each.name(), each.address()))
                  .toList());
      case "/list-dependencies", "/list-artifacts" ->
          list(
              call,
              call.context().libraries().added().stream()
                  .map(each -> List.of(each.coordinates(), each.file().toString()))
                  .toList());
      default -> call.text(HelpMagic.of(this));
    };
  }

  private static CellResult list(MagicCall call, List<List<String>> rows) {
    return call.text(rows.isEmpty() ? "None were added." : Texts.columns(rows));
  }
}
