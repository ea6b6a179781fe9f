package dev.flowcell.magic;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.library.Downloads;
import dev.flowcell.library.Found;
import dev.flowcell.library.Found.Staying;
import dev.flowcell.library.Library;
import dev.flowcell.library.LibraryException;
import dev.flowcell.render.Html;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Searches for libraries, makes them visible to cells, and says so in one line. */
final class FoundLibraries {

  /** What a cell shows when libraries can't be had. */
  static final String ERROR = "LibraryError";

  private static final int NAMED = 5;

  private FoundLibraries() {}

  /** A search; the user's interrupt ends it. */
  interface Search {
    Found find(Downloads downloads) throws LibraryException, InterruptedException;
  }

  static CellResult add(MagicCall call, Search search) {
    Found found = call.context().evaluator().callUserCode(() -> found(call.context(), search));
    List<Path> files = found.added().stream().map(Library::file).toList();
    if (!files.isEmpty()) {
      call.context().evaluator().addToClasspath(files);
    }
    return new CellResult.Value(shown(found), files.stream().map(Path::toString).toList());
  }

  private static Found found(MagicContext context, Search search) {
    DownloadLine line =
        new DownloadLine(context.output(), context.engine().newId(), context.clock());
    try {
      return search.find(line);
    } catch (LibraryException e) {
      String message = String.valueOf(e.getMessage());
      List<String> lines = message.lines().toList();
      throw new CellErrorException(
          new CellError(ERROR, lines.get(0), (ERROR + ": " + message).lines().toList()));
    } catch (InterruptedException e) {
      throw new CellInterruptedError();
    } finally {
      line.end();
    }
  }

  private static MimeBundle shown(Found found) {
    String line =
        Stream.concat(
                Stream.of(line(found)),
                found.staying().stream().filter(Staying::missed).map(FoundLibraries::words))
            .collect(Collectors.joining("\n"));
    String details =
        Stream.concat(
                found.added().stream().map(FoundLibraries::details),
                found.staying().stream().filter(each -> !each.missed()).map(FoundLibraries::words))
            .collect(Collectors.joining("\n"));
    return details.isEmpty()
        ? Texts.bundle(line)
        : MimeBundle.html(
            "<details><summary>%s</summary>%s</details>"
                .formatted(
                    Html.text(line).replace("\n", "<br>"), Texts.preformatted(Html.text(details))),
            line);
  }

  private static String line(Found found) {
    List<Library> added = found.added();
    if (added.isEmpty()) {
      return found.present() == 0 && found.staying().isEmpty()
          ? "No library added: what was asked for names no jar."
          : "No library added: all are there already.";
    }
    String names =
        added.stream().limit(NAMED).map(Library::toString).collect(Collectors.joining(", "));
    int more = added.size() - NAMED;
    return "%d %s added: %s%s"
        .formatted(
            added.size(),
            added.size() == 1 ? "library" : "libraries",
            names,
            more > 0 ? " and " + more + " more" : "");
  }

  private static String details(Library library) {
    return library.coordinates() + "  " + library.file();
  }

  private static String words(Staying staying) {
    String version = staying.version().isEmpty() ? "a version" : staying.version();
    return staying.shipped()
        ? "%s is not added: %s of it comes with Flowcell and stays."
            .formatted(staying.asked(), version)
        : "%s is not added: %s of it was added before and stays until the kernel is restarted."
            .formatted(staying.asked(), version);
  }
}
