package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code %jars}: jars for the cells. */
final class JarsMagic implements Magic {

  private static final List<Usage> USAGES =
      List.of(
          Usage.of(
              "",
              "PATH…",
              "adds jars; of a folder all its jars; * ? and ** stand for names; as %%jars the PATH of"
                  + " each line below"));

  @Override
  public String name() {
    return "jars";
  }

  @Override
  public List<String> otherNames() {
    return List.of("jar");
  }

  @Override
  public String summary() {
    return "adds jars, or all jars of a folder";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public String example() {
    return "%jars lib/*.jar";
  }

  @Override
  public boolean isCellMagic() {
    return true;
  }

  @Override
  public boolean takesText() {
    return true;
  }

  @Override
  public CellResult run(MagicCall call) {
    List<Given> paths = Stream.concat(call.arguments().words().stream(), below(call)).toList();
    if (paths.isEmpty()) {
      throw call.wrong("%jars needs the PATH of a jar or of a folder");
    }
    return ClasspathMagic.add(
        call, paths.stream().flatMap(path -> jars(path).stream()).distinct().toList());
  }

  /** The lines below, each a path. */
  static Stream<Given> below(MagicCall call) {
    return call.text()
        .lines()
        .map(String::strip)
        .filter(path -> !path.isEmpty() && !path.startsWith("//"))
        .map(path -> new Given("", path, call.line().percent(), call.line().end()));
  }

  private static List<Path> jars(Given given) {
    List<Path> jars =
        FilePattern.existing(given).stream()
            .flatMap(path -> inFolder(given, path))
            .filter(path -> path.toString().endsWith(".jar"))
            .toList();
    if (jars.isEmpty()) {
      throw given.wrong("there is no jar in '" + given.text() + "'");
    }
    return jars;
  }

  private static Stream<Path> inFolder(Given given, Path path) {
    if (!Files.isDirectory(path)) {
      return Stream.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw given.wrong("'" + path + "' can't be read: " + e.getMessage());
    }
  }
}
