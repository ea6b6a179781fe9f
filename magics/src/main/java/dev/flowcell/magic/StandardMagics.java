package dev.flowcell.magic;

import dev.flowcell.cell.NearMatch;
import dev.flowcell.magic.syntax.CellScanner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The one list of magics, and what cells have added to it. Thread-safe. */
final class StandardMagics implements CellScanner.Names {

  private final Map<String, String> environment = new ConcurrentHashMap<>(System.getenv());

  private final List<Magic> standard =
      List.of(
          new TaskMagic(),
          new FlowMagic(),
          new DashboardMagic(),
          new DoctorMagic(),
          new HelpMagic(),
          new LsMagic(),
          new TimeMagic(),
          new EnvMagic(environment),
          new MavenMagic(),
          new MavenRepoMagic(),
          new PomMagic(),
          new DependencyMagic(),
          new JarsMagic(),
          new ClasspathMagic(),
          new LoadMagic(),
          new ScriptMagic("bash", environment),
          new ScriptMagic("sh", environment),
          new WriteFileMagic(),
          new ImageMagic(),
          new JShellMagic());

  private final Map<String, AddedMagic> added = new ConcurrentHashMap<>();

  List<Magic> all() {
    return Stream.concat(standard.stream(), added.values().stream()).toList();
  }

  /** Adds one of the user's own, which is found before those that are here already. */
  void add(AddedMagic magic) {
    added.merge(magic.name(), magic, AddedMagic::with);
  }

  Optional<Magic> find(String name) {
    return Stream.concat(Stream.ofNullable(added.get(name)), standard.stream())
        .filter(magic -> magic.name().equals(name) || magic.otherNames().contains(name))
        .findFirst();
  }

  List<String> names() {
    return all().stream().map(Magic::name).distinct().toList();
  }

  @Override
  public boolean takesText(String word) {
    return find(word).filter(Magic::takesText).isPresent();
  }

  @Override
  public boolean isMagic(String word) {
    return find(word).isPresent()
        || NearMatch.of(word, names()).filter(near -> near.length() > 3).isPresent();
  }
}
