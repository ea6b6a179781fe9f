package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.library.Wish;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Usage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code %classpath}: jars and folders of classes for the cells; and libraries, as notebooks of
 * BeakerX write {@code %maven}.
 */
final class ClasspathMagic implements Magic {

  private static final List<Usage> USAGES =
      List.of(
          Usage.of("", "PATH…", "adds jars and folders of classes; * ? and ** stand for names"),
          Usage.of(
              "add",
              "jar|mvn WHAT…",
              "as BeakerX writes it: jar PATH…, or mvn GROUP ARTIFACT VERSION as %maven; as"
                  + " %%classpath one of each line below"));

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
  public boolean takesText() {
    return true;
  }

  @Override
  public CellResult run(MagicCall call) {
    if (call.verb().equals("add")) {
      return addKind(call);
    }
    if (call.arguments().words().isEmpty()) {
      throw call.wrong("%classpath needs a PATH");
    }
    return addPaths(call, call.arguments().words());
  }

  private static CellResult addKind(MagicCall call) {
    List<Given> words = call.arguments().words();
    String kind = words.isEmpty() ? "" : words.get(0).text();
    List<Given> what = Stream.concat(words.stream().skip(1), JarsMagic.below(call)).toList();
    if (what.isEmpty() || !(kind.equals("jar") || kind.equals("mvn"))) {
      throw call.wrong(
          "write %classpath add jar PATH, or %classpath add mvn GROUP ARTIFACT VERSION");
    }
    if (kind.equals("jar")) {
      return addPaths(call, what);
    }
    Wish wish = LibraryOptions.wish(call, libraries(call, what));
    return FoundLibraries.add(call, downloads -> call.context().libraries().find(wish, downloads));
  }

  /** Three words are a library, and so is a word or a line by itself. */
  private static List<Given> libraries(MagicCall call, List<Given> words) {
    boolean apart =
        words.size() == 3 && words.stream().noneMatch(word -> word.text().matches(".*[:\\s].*"));
    String all = words.stream().map(Given::text).collect(Collectors.joining(apart ? ":" : "\n"));
    return all.lines()
        .map(line -> line.replaceAll("\\s+", ":"))
        .map(line -> new Given("", line, call.line().percent(), call.line().end()))
        .toList();
  }

  private static CellResult addPaths(MagicCall call, List<Given> words) {
    List<Path> paths =
        words.stream().flatMap(word -> FilePattern.existing(word).stream()).distinct().toList();
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
