package dev.flowcell.store.journal;

import dev.flowcell.run.CallKey;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import dev.flowcell.run.TaskRun;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints what it costs to append the events of a task call, in microseconds for each event, beside
 * a bare write of as many bytes. Run it by hand, on a quiet machine; the argument is a folder on
 * the disk to measure.
 */
final class AppendCost {

  private static final int CALLS = 20_000;
  private static final int EVENTS = 4 * CALLS;
  private static final int ROUNDS = 31;
  private static final String SOURCE = "int add(int a, int b) {\n  return a + b;\n}\n".repeat(20);

  private AppendCost() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory(Path.of(arguments[0]), "append-cost");
    double[] appends = new double[ROUNDS];
    double[] writes = new double[ROUNDS];
    int bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try (Journal journal = Journal.open(folder, "round-" + round)) {
        long start = System.nanoTime();
        for (int call = 0; call < CALLS; call++) {
          appendCall(journal, call);
        }
        appends[round] = (System.nanoTime() - start) / 1000.0 / EVENTS;
        bytes = (int) journal.end().offset() / EVENTS;
        journal.release(journal.end());
      }
      writes[round] = write(folder.resolve("bare"), new byte[bytes]);
    }
    Files.delete(folder);
    Arrays.sort(appends);
    Arrays.sort(writes);
    System.out.printf(
        Locale.ROOT,
        "an append of %d bytes %.2f µs (least %.2f), a bare write of them %.2f µs (least %.2f)%n",
        bytes,
        appends[ROUNDS / 2],
        appends[0],
        writes[ROUNDS / 2],
        writes[0]);
  }

  private static double write(Path path, byte[] bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      long start = System.nanoTime();
      for (int i = 0; i < EVENTS; i++) {
        file.write(bytes);
      }
      return (System.nanoTime() - start) / 1000.0 / EVENTS;
    } finally {
      Files.delete(path);
    }
  }

  private static void appendCall(Journal journal, int call) {
    String id = "01jd000000000000" + (1_000_000_000 + call);
    CallKey key =
        new CallKey("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 1);
    List<State> pending = List.of(State.pending(Events.AT));
    journal.append(
        new RunEvent.TaskRunCreated(
            new TaskRun(
                id,
                "add",
                "01jd0000000000000000000000",
                call,
                3,
                SOURCE,
                Events.AT,
                key,
                List.of(),
                null,
                pending)));
    journal.append(new RunEvent.TaskRunChanged(id, State.running(Events.AT, 1)));
    journal.append(Events.line("Adding 1 and 2"));
    journal.append(new RunEvent.TaskRunChanged(id, State.completed(Events.AT, 1)));
  }
}
