package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.magic.syntax.Arguments;
import dev.flowcell.magic.syntax.Option;
import dev.flowcell.magic.syntax.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** {@code %%writefile}: the cell as a file. */
final class WriteFileMagic implements Magic {

  private static final List<Usage> USAGES =
      List.of(
          Usage.of(
              "",
              "FILE",
              "writes the lines below it to a file, in UTF-8",
              Option.flag("append", "adds them to the end of the file"),
              Option.flag("a", "the same")));

  @Override
  public String name() {
    return "writefile";
  }

  @Override
  public String summary() {
    return "writes the cell to a file";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public String example() {
    return "%%writefile scores.csv\nClass,Score\nA,65";
  }

  @Override
  public boolean isLineMagic() {
    return false;
  }

  @Override
  public boolean takesText() {
    return true;
  }

  @Override
  public CellResult run(MagicCall call) {
    Arguments.Given name =
        call.word().orElseThrow(() -> call.wrong("%%writefile needs the name of a FILE"));
    boolean append = call.arguments().has("append") || call.arguments().has("a");
    Path file = FilePattern.path(name, name.text());
    String text =
        call.text().isEmpty() || call.text().endsWith("\n") ? call.text() : call.text() + "\n";
    boolean exists = Files.exists(file);
    try {
      if (append) {
        Files.writeString(
            file,
            text,
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } else {
        Files.writeString(file, text, StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw name.wrong("'%s' can't be written: %s".formatted(name.text(), reason(file, e)));
    }
    String done = append && exists ? "Added to " : exists ? "Overwrote " : "Wrote ";
    return call.text(done + name.text());
  }

  private static String reason(Path file, IOException e) {
    if (Files.isDirectory(file)) {
      return "it is a folder";
    }
    if (e instanceof NoSuchFileException) {
      return "there is no folder " + file.getParent();
    }
    return e instanceof AccessDeniedException ? "you may not write there" : e.toString();
  }
}
