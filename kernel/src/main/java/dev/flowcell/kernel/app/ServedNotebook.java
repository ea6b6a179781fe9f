package dev.flowcell.kernel.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A notebook that is served by a process of its own: in its folder, with its own classes, and no
 * other notebook falls with it. When its file has changed a new process takes the place of the old
 * one, as soon as it has loaded the notebook. For one thread, but for {@link #cancel}.
 */
final class ServedNotebook {

  /** How often the file is looked at. */
  static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** A process that has ended by itself is started again, but not at once again and again. */
  private static final int LOOKS_UNTIL_RESTART = 5;

  private final Path file;
  private final NotebookFolder folder;
  private final Consumer<String> say;

  private @Nullable Worker worker;
  private final List<Worker> finishing = new CopyOnWriteArrayList<>();

  /** The file as it was when it was loaded, and as it was seen last. */
  private Stamp loaded = Stamp.NONE;

  private Stamp seen = Stamp.NONE;
  private int looksUntilRestart;

  ServedNotebook(Path file, NotebookFolder folder, Consumer<String> say) {
    this.file = file;
    this.folder = folder;
    this.say = say;
  }

  /** Whether a process serves it. */
  boolean isServed() {
    return worker != null && worker.process.isAlive();
  }

  /** Starts a process for the file as it is now, and lets the one before it finish. */
  void load() throws IOException, InterruptedException {
    loaded = Stamp.of(file);
    seen = loaded;
    Worker next = new Worker();
    String fault = next.fault();
    if (fault == null) {
      say.accept(file + ": " + (worker == null ? "served" : "loaded again"));
      next.schedules().forEach(line -> say.accept("  " + line));
      finish();
      worker = next;
    } else {
      next.finish();
      say.accept(file.getFileName() + " can't be loaded: " + fault);
      if (isServed()) {
        say.accept(file.getFileName() + ": what was loaded before is served on");
      }
    }
  }

  /** Loads it again if its file has changed, or its process has ended by itself. */
  void look() throws IOException, InterruptedException {
    Stamp now = Stamp.of(file);
    boolean isWritten = now.equals(seen); // else somebody may be in the middle of it
    seen = now;
    if (isWritten && !now.equals(loaded) && !now.equals(Stamp.NONE)) {
      load();
    } else if (worker != null && !worker.process.isAlive() && looksUntilRestart-- <= 0) {
      looksUntilRestart = LOOKS_UNTIL_RESTART;
      say.accept(file.getFileName() + ": its process has ended and is started again");
      load();
    }
    finishing.removeIf(old -> !old.process.isAlive());
  }

  /** Lets its process end as soon as its runs have. */
  void finish() {
    if (worker != null) {
      worker.finish();
      finishing.add(worker);
      worker = null;
    }
  }

  /** Cancels the runs of those that finish; from any thread. */
  void cancel() {
    finishing.forEach(worker -> worker.tell(NotebookWorker.CANCEL));
  }

  /** Waits for the end of those that finish. */
  void awaitEnd() throws InterruptedException {
    for (Worker old : finishing) {
      old.process.waitFor();
    }
  }

  /** What tells whether a file has changed. */
  private record Stamp(FileTime modified, long size) {

    private static final Stamp NONE = new Stamp(FileTime.fromMillis(0), -1);

    static Stamp of(Path file) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size());
      } catch (IOException e) {
        return NONE; // it may come back: editors write a new file in the old one's place
      }
    }
  }

  /** A process that serves the notebook, or tries to. */
  private final class Worker {

    private final Process process;
    private final CompletableFuture<List<String>> answer = new CompletableFuture<>();

    Worker() throws IOException {
      process =
          folder
              .program(
                  Objects.requireNonNull(file.getParent()),
                  List.of("serve", "--worker", file.toString()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Thread reader = new Thread(this::read, "flowcell-serve-" + file.getFileName());
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith(NotebookWorker.ANSWER)) {
            answer.complete(List.of(line.substring(1).split(NotebookWorker.ANSWER, -1)));
          } else {
            say.accept(line);
          }
        }
      } catch (IOException e) {
        // its end
      } finally {
        answer.complete(List.of("its process has ended"));
      }
    }

    /** Waits until it has loaded the notebook; null where it has. */
    @Nullable String fault() throws InterruptedException {
      String fault = answer().get(0);
      return fault.isEmpty() ? null : fault;
    }

    /** Waits for it; a line for each schedule, or one that says there is none. */
    List<String> schedules() throws InterruptedException {
      List<String> parts = answer();
      return parts.size() > 1
          ? parts.subList(1, parts.size())
          : List.of("it has no schedule: `%flow schedule FLOW --every 15m` in a cell makes one");
    }

    private List<String> answer() throws InterruptedException {
      try {
        return answer.get();
      } catch (ExecutionException e) {
        return List.of(String.valueOf(e.getMessage()));
      }
    }

    void finish() {
      tell(NotebookWorker.FINISH);
    }

    void tell(String word) {
      try {
        process.getOutputStream().write((word + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
      } catch (IOException e) {
        // it has ended
      }
    }
  }
}
