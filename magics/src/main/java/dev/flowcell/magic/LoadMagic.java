package dev.flowcell.magic;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.notebook.Notebook;
import dev.flowcell.notebook.NotebookCell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code %load}: the code of a file or of another notebook, run here. */
final class LoadMagic implements Magic {

  private static final List<String> ENDINGS = List.of("", ".ipynb", ".jshell", ".java");

  /** Of a source file; cells have no package. */
  private static final Pattern PACKAGE = Pattern.compile("(?m)^[ \t]*package\\s+[\\w.]+\\s*;");

  /** A command of the jshell tool, which is no Java. */
  private static final Pattern COMMAND = Pattern.compile("(?m)^[ \t]*/[a-zA-Z!?-].*$");

  private static final List<Usage> USAGES =
      List.of(
          Usage.of(
              "",
              "FILE",
              "runs a .java or .jshell file, or the cells of a notebook; the ending may be left"
                  + " out"));

  @Override
  public String name() {
    return "load";
  }

  @Override
  public String summary() {
    return "runs a file of Java, or another notebook";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public String example() {
    return "%load helpers.ipynb";
  }

  @Override
  public CellResult run(MagicCall call) {
    Given name = call.word().orElseThrow(() -> call.wrong("%load needs a FILE"));
    Path file = file(name);
    try {
      int number = 0;
      for (String code : codes(file)) {
        number++;
        CellSource here = call.context().cell().source();
        CellResult result = call.cells().apply(new CellSource(here.id(), here.number(), code));
        if (result instanceof CellResult.Failed failed) {
          return new CellResult.Failed(in(file, number, failed.error()));
        }
      }
      return new CellResult.Done();
    } catch (IOException e) {
      throw name.wrong("'%s' can't be read: %s".formatted(name.text(), e.getMessage()));
    }
  }

  private static Path file(Given name) {
    return ENDINGS.stream()
        .map(ending -> FilePattern.path(name, name.text() + ending))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(() -> FilePattern.missing(name, FilePattern.path(name, name.text())));
  }

  private static List<String> codes(Path file) throws IOException {
    if (file.toString().endsWith(".ipynb")) {
      return Notebook.read(file).cells().stream()
          .filter(NotebookCell::isRun)
          .map(NotebookCell::source)
          .toList();
    }
    String text = Files.readString(file, StandardCharsets.UTF_8).replace("\r\n", "\n");
    return List.of(COMMAND.matcher(PACKAGE.matcher(text).replaceFirst("")).replaceAll(""));
  }

  /** The error of a loaded file says where it is; {@code In [4]} would be another cell. */
  private static CellError in(Path file, int number, CellError error) {
    boolean notebook = file.toString().endsWith(".ipynb");
    String where = "in " + file.getFileName() + (notebook ? ", code cell " + number : "") + ":";
    return new CellError(
        error.name(),
        error.message(),
        Stream.concat(Stream.of(where), error.traceback().stream()).toList());
  }
}
