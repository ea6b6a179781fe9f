package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.library.Wish;
import dev.flowcell.magic.syntax.Usage;
import java.util.List;

/** {@code %maven}: libraries by their coordinates, with all that they need. */
final class MavenMagic implements Magic {

  private static final List<Usage> USAGES =
      List.of(
          Usage.of(
              "",
              "GROUP:ARTIFACT:VERSION…",
              "adds libraries and what they need to the class path of the cells",
              LibraryOptions.REPO,
              LibraryOptions.EXCLUDE,
              LibraryOptions.SCOPE,
              LibraryOptions.OFFLINE));

  @Override
  public String name() {
    return "maven";
  }

  @Override
  public List<String> otherNames() {
    return List.of("addMavenDependency", "addMavenDependencies");
  }

  @Override
  public String summary() {
    return "adds libraries from Maven repositories";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public String example() {
    return "%maven org.apache.commons:commons-csv:1.12.0";
  }

  @Override
  public CellResult run(MagicCall call) {
    Wish wish = LibraryOptions.wish(call);
    return FoundLibraries.add(call, downloads -> call.context().libraries().find(wish, downloads));
  }
}
