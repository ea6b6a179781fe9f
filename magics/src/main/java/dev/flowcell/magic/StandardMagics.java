package dev.flowcell.magic;

import dev.flowcell.cell.NearMatch;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The one list of magics. Immutable. */
final class StandardMagics implements CellScanner.Names {

  private static final List<Magic> ALL =
      List.of(
          new TaskMagic(),
          new FlowMagic(),
          new DoctorMagic(),
          new HelpMagic(),
          new LsMagic(),
          new TimeMagic(),
          new EnvMagic(System.getenv()),
          new MavenMagic(),
          new MavenRepoMagic(),
          new PomMagic(),
          new DependencyMagic(),
          new JarsMagic(),
          new ClasspathMagic(),
          new LoadMagic(),
          new ScriptMagic("bash"),
          new ScriptMagic("sh"),
          new WriteFileMagic());

  /** Magics that a notebook may name but this version does not have. */
  private static final Set<String> LATER = Set.of("dashboard");

  List<Magic> all() {
    return ALL;
  }

  Optional<Magic> find(String name) {
    return ALL.stream()
        .filter(magic -> magic.name().equals(name) || magic.otherNames().contains(name))
        .findFirst();
  }

  boolean isLater(String name) {
    return LATER.contains(name);
  }

  List<String> names() {
    return ALL.stream().map(Magic::name).toList();
  }

  @Override
  public boolean takesText(String word) {
    return find(word).filter(Magic::takesText).isPresent();
  }

  @Override
  public boolean isMagic(String word) {
    return find(word).isPresent()
        || isLater(word)
        || NearMatch.of(word, names()).filter(near -> near.length() > 3).isPresent();
  }
}
