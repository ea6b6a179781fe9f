package dev.flowcell.store.journal;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process with a journal; {@link #main} is what runs in it. */
final class JournalProcess implements AutoCloseable {

  /** Small, so that a process that is killed is often about to begin the next file. */
  private static final int SEGMENT_BYTES = 4_000;

  private final Process process;
  private final BufferedReader said;

  private JournalProcess(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a process that does what {@code what} names. */
  static JournalProcess start(String what, Path folder, String id) throws IOException {
    return new JournalProcess(command(what, folder, id));
  }

  /** The same, and the system refuses to let any file grow beyond that many kilobytes. */
  static JournalProcess startLimited(int kilobytes, String what, Path folder, String id)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f " + kilobytes + " && exec \"$@\"", "-"));
    command.addAll(command(what, folder, id));
    return new JournalProcess(command);
  }

  private static List<String> command(String what, Path folder, String id) {
    return List.of(
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-cp",
        System.getProperty("java.class.path"),
        JournalProcess.class.getName(),
        what,
        folder.toString(),
        id);
  }

  /** The next line it has printed, or null at its end. */
  String nextLine() throws IOException {
    return said.readLine();
  }

  /** What it has printed but not been asked for, up to its end. */
  List<String> rest() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = nextLine(); line != null; line = nextLine()) {
      lines.add(line);
    }
    return lines;
  }

  /** Ends it as {@code kill -9} does, and what it has printed can still be read. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    said.close();
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "count" -> count(folder, arguments[2]);
      case "fill" -> fill(folder, arguments[2]);
      case "hold" -> hold(folder, arguments[2]);
      case "look" -> look(folder);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** Appends number after number, and prints each when it is in the journal. */
  @SuppressWarnings("SystemOut")
  private static void count(Path folder, String id) throws IOException {
    try (Journal journal = Journal.open(folder, id, SEGMENT_BYTES)) {
      for (int i = 0; i < 10_000_000; i++) {
        String text = Integer.toString(i);
        journal.append(i % 3 == 0 ? Events.task(text, "source " + i % 7) : Events.line(text));
        System.out.println(text);
      }
    }
  }

  /** Appends longer and shorter events until none fits any more, and prints which were taken. */
  @SuppressWarnings("SystemOut")
  private static void fill(Path folder, String id) throws IOException {
    try (Journal journal = Journal.open(folder, id)) {
      int number = 0;
      for (int length = 3_000; length > 0; length /= 2) {
        for (boolean taken = true; taken; number++) {
          String text = number + " " + "x".repeat(length);
          try {
            journal.append(Events.task(text, "source " + number % 5 + "y".repeat(length / 10)));
            System.out.println(number);
          } catch (UncheckedIOException e) {
            taken = false;
          }
        }
      }
    }
  }

  /** Has a journal with one line until it is killed. */
  @SuppressWarnings("SystemOut")
  private static void hold(Path folder, String id) throws IOException {
    try (Journal journal = Journal.open(folder, id)) {
      journal.append(Events.line("held"));
      System.out.println("holds");
      int ended = System.in.read();
      System.out.println(ended);
    }
  }

  /** Prints the abandoned journals it gets. */
  @SuppressWarnings("SystemOut")
  private static void look(Path folder) throws IOException {
    for (AbandonedJournal journal : AbandonedJournal.in(folder, System.out::println)) {
      System.out.println(journal.processId());
      journal.close();
    }
  }
}
