package dev.flowcell.magic;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.magic.syntax.Arguments.Given;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.notebook.Notebook;
import dev.flowcell.notebook.NotebookCell;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code %load}: the code of a file or of another notebook, run here. */
final class LoadMagic implements Magic {

  private static final List<String> ENDINGS = List.of("", ".ipynb", ".jshell", ".java");

  /** Of a source file; cells have no package. */
  private static final Pattern PACKAGE = Pattern.compile("(?m)^[ \t]*package\\s+[\\w.]+\\s*;");

  /** A command of the jshell tool, which is no Java. */
  private static final Pattern COMMAND = Pattern.compile("(?m)^[ \t]*/[a-zA-Z!?-].*$");

  /** Editors on Windows put it before what they save. */
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private static final List<Usage> USAGES =
      List.of(
          Usage.of(
              "",
              "FILE",
              "runs a .java or .jshell file, or the cells of a notebook; the ending may be left"
                  + " out"));

  /** The files that are being loaded, the innermost last. */
  private final Deque<Path> open = new ConcurrentLinkedDeque<>();

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
    if (open.contains(file)) {
      throw new CellErrorException(CellError.of("LoadError", circle(file)));
    }
    open.addLast(file);
    try {
      return run(call, file);
    } catch (CharacterCodingException e) {
      throw name.wrong("'%s' can't be read: it is no text in UTF-8".formatted(name.text()));
    } catch (IOException e) {
      throw name.wrong("'%s' can't be read: %s".formatted(name.text(), e.getMessage()));
    } finally {
      open.removeLast();
    }
  }

  private static CellResult run(MagicCall call, Path file) throws IOException {
    CellSource here = call.context().cell().source();
    int number = 0;
    for (String code : codes(file)) {
      number++;
      CellResult result = call.cells().apply(here.loading(code, place(file, number)));
      if (result instanceof CellResult.Failed failed) {
        return new CellResult.Failed(in(place(file, number), failed.error()));
      }
    }
    return new CellResult.Done();
  }

  private String circle(Path again) {
    String files =
        Stream.concat(open.stream().dropWhile(each -> !each.equals(again)), Stream.of(again))
            .map(each -> each.getFileName().toString())
            .collect(Collectors.joining(", which loads "));
    return again.getFileName() + " loads itself: " + files.replaceFirst(", which", "");
  }

  /** Beside the notebook, or beside the file that loads it. */
  private Path file(Given name) {
    return Stream.concat(
            Stream.of(FilePattern.path(name, name.text())),
            Stream.ofNullable(open.peekLast()).map(from -> beside(from, name)))
        .flatMap(
            path ->
                ENDINGS.stream().map(ending -> path.resolveSibling(path.getFileName() + ending)))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(() -> FilePattern.missing(name, FilePattern.path(name, name.text())));
  }

  private static Path beside(Path from, Given name) {
    return from.resolveSibling(name.text()).normalize();
  }

  private static List<String> codes(Path file) throws IOException {
    if (isNotebook(file)) {
      return Notebook.read(file).cells().stream()
          .filter(NotebookCell::isRun)
          .map(NotebookCell::source)
          .toList();
    }
    String text = Files.readString(file, StandardCharsets.UTF_8).replace("\r\n", "\n");
    String java = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    return List.of(COMMAND.matcher(PACKAGE.matcher(java).replaceFirst("")).replaceAll(""));
  }

  private static boolean isNotebook(Path file) {
    return file.toString().endsWith(".ipynb");
  }

  /** The place of an error: {@code In [4]} would be another cell. */
  private static String place(Path file, int number) {
    return file.getFileName() + (isNotebook(file) ? ", code cell " + number : "");
  }

  private static CellError in(String place, CellError error) {
    return new CellError(
        error.name(),
        error.message(),
        Stream.concat(Stream.of("in " + place + ":"), error.traceback().stream()).toList());
  }
}
