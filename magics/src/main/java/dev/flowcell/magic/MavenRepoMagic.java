package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.library.Repository;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Usage;
import java.util.List;

/** {@code %mavenRepo}: one more repository for the libraries of the notebook. */
final class MavenRepoMagic implements Magic {

  private static final List<Usage> USAGES =
      List.of(Usage.of("", "NAME URL", "asks this repository too, from now on"));

  @Override
  public String name() {
    return "mavenRepo";
  }

  @Override
  public List<String> otherNames() {
    return List.of("addMavenRepo");
  }

  @Override
  public String summary() {
    return "names a repository that %maven asks too";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public CellResult run(MagicCall call) {
    List<Given> words = call.arguments().words();
    if (words.size() < 2) {
      throw call.wrong("%" + call.line().name() + " needs a NAME and a URL");
    }
    return add(call, words.get(0), words.get(1));
  }

  static CellResult add(MagicCall call, Given name, Given address) {
    String url = LibraryOptions.address(address, address.text());
    call.context().libraries().addRepository(new Repository(name.text(), url));
    return new CellResult.Done();
  }
}
