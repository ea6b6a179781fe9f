package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.magic.syntax.Usage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** {@code %classpath}: jars and folders of classes for the cells. */
final class ClasspathMagic implements Magic {

  private static final List<Usage> USAGES =
      List.of(
          Usage.of("", "PATH…", "adds jars and folders of classes; * ? and ** stand for names"));

  @Override
  public String name() {
    return "classpath";
  }

  @Override
  public String summary() {
    return "adds jars and folders of classes";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public String example() {
    return "%classpath target/classes lib/*.jar";
  }

  @Override
  public CellResult run(MagicCall call) {
    if (call.arguments().words().isEmpty()) {
      throw call.wrong("%classpath needs a PATH");
    }
    List<Path> paths =
        call.arguments().words().stream()
            .flatMap(word -> FilePattern.existing(word).stream())
            .distinct()
            .toList();
    return add(call, paths);
  }

  /** Makes them visible to the cells, and says so; the value is the list of their paths. */
  static CellResult add(MagicCall call, List<Path> paths) {
    call.context().evaluator().addToClasspath(paths);
    String said =
        paths.stream()
            .map(path -> String.valueOf(path.getFileName()))
            .collect(Collectors.joining(", ", "Added to the class path: ", ""));
    return new CellResult.Value(Texts.bundle(said), paths.stream().map(Path::toString).toList());
  }
}
