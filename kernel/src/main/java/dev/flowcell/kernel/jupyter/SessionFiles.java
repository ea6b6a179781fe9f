package dev.flowcell.kernel.jupyter;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.kernel.history.HistoryEntry;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cells of all sessions of a user, as a client's history shows them. Each session that runs a
 * cell has a file, {@code 17.jsonl}, with a line of JSON per cell; its number is taken by making
 * the file, so that kernels that run beside each other do not meet. What can't be written is not
 * kept, and no cell fails by it. Not thread-safe.
 */
public final class SessionFiles {

  private static final Logger LOGGER = Logger.getLogger(SessionFiles.class.getName());

  /** So many sessions are kept. */
  private static final int KEPT = 500;

  private static final String ENDING = ".jsonl";

  private final @Nullable Path folder;
  private final UnaryOperator<String> redaction;
  private int session;

  private SessionFiles(@Nullable Path folder, UnaryOperator<String> redaction) {
    this.folder = folder;
    this.redaction = redaction;
  }

  /**
   * The sessions in a folder, which need not exist.
   *
   * @param redaction takes out of a cell what nobody may read there
   */
  public static SessionFiles in(Path folder, UnaryOperator<String> redaction) {
    return new SessionFiles(folder, redaction);
  }

  /** For a session that leaves nothing, and knows of no other. */
  public static SessionFiles none() {
    return new SessionFiles(null, UnaryOperator.identity());
  }

  /** The number of this session, from 1. */
  int session() {
    if (session == 0) {
      session = take();
    }
    return session;
  }

  private int take() {
    try {
      return folder == null ? 1 : takeIn(Files.createDirectories(folder));
    } catch (IOException e) {
      LOGGER.log(Level.FINE, e, () -> "no history is kept in " + folder);
      return 1;
    }
  }

  private static int takeIn(Path folder) throws IOException {
    List<Integer> there = numbers(folder);
    for (int old : there.subList(0, Math.max(0, there.size() - KEPT + 1))) {
      Files.deleteIfExists(file(folder, old));
    }
    int next = there.isEmpty() ? 1 : there.get(there.size() - 1) + 1;
    while (true) {
      try {
        Files.createFile(file(folder, next));
        return next;
      } catch (FileAlreadyExistsException e) {
        next++; // another kernel was faster
      }
    }
  }

  private static Path file(Path folder, int session) {
    return folder.resolve(session + ENDING);
  }

  private static List<Integer> numbers(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d{1,9}\\" + ENDING))
          .map(name -> Integer.parseInt(name.replace(ENDING, "")))
          .sorted()
          .toList();
    }
  }

  /** Adds a cell of this session. */
  void add(int number, String code) {
    JsonObject line = new JsonObject();
    line.addProperty("number", number);
    line.addProperty("code", redaction.apply(code));
    int mine = session();
    if (folder == null) {
      return;
    }
    try {
      Files.writeString(file(folder, mine), line + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOGGER.log(Level.FINE, e, () -> "the history in " + folder + " lacks a cell");
    }
  }

  /** The cells of earlier sessions, the latest at the end. */
  List<HistoryEntry> earlier() {
    int mine = session();
    if (folder == null) {
      return List.of();
    }
    try {
      return numbers(folder).stream()
          .filter(number -> number < mine)
          .flatMap(number -> read(folder, number))
          .toList();
    } catch (IOException e) {
      LOGGER.log(Level.FINE, e, () -> "the history in " + folder + " can't be read");
      return List.of();
    }
  }

  private static Stream<HistoryEntry> read(Path folder, int session) {
    try {
      return Files.readString(file(folder, session))
          .lines()
          .flatMap(line -> entry(session, line).stream());
    } catch (IOException e) {
      return Stream.empty(); // another kernel has just deleted it
    }
  }

  /** Empty where the process was killed as it wrote the line. */
  private static Optional<HistoryEntry> entry(int session, String line) {
    try {
      JsonObject cell = JsonParser.parseString(line).getAsJsonObject();
      return Optional.of(
          new HistoryEntry(
              session, cell.get("number").getAsInt(), cell.get("code").getAsString(), ""));
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      return Optional.empty();
    }
  }
}
