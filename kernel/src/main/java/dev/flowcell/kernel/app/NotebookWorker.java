package dev.flowcell.kernel.app;

import dev.flowcell.Session;
import dev.flowcell.Settings;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.render.ScheduleView;
import dev.flowcell.schedule.CatchUp;
import dev.flowcell.schedule.Schedule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/**
 * The process that serves one notebook: says on a line of its output whether it could be loaded,
 * then runs what is due until it is told to finish or its input ends, as it does when the process
 * at the other side is killed. What runs then is run to its end.
 */
final class NotebookWorker {

  /**
   * Begins the line that answers, and each of its parts: what is wrong, or nothing, and a part for
   * each schedule.
   */
  static final String ANSWER = "\u0001";

  /** On a line of its input: nothing more is begun. */
  static final String FINISH = "finish";

  /** On a line of its input: what runs is cancelled. */
  static final String CANCEL = "cancel";

  private final Settings settings;
  private final Map<String, String> environment;
  private final PrintWriter out;

  NotebookWorker(Settings settings, Map<String, String> environment, PrintWriter out) {
    this.settings = settings;
    this.environment = environment;
    this.out = out;
  }

  /** Returns the exit code. */
  int work(Path file) throws InterruptedException {
    // they are for the process that started this one, and come to all of a terminal or a service
    Signal.handle(new Signal("INT"), signal -> {});
    Signal.handle(new Signal("TERM"), signal -> {});
    InputStream input = System.in; // cells get another one
    CellOutput console = new ProcessOutput(System.out, System.err);
    try (LoadedNotebook notebook = LoadedNotebook.of(file, settings, environment)) {
      List<String> faults = notebook.faults();
      if (!faults.isEmpty()) {
        answer(first(faults), List.of());
        return 1;
      }
      // before the answer, for then the process that served it until now stops
      notebook.session().warmUp();
      notebook.session().workInBackground(console);
      answer("", schedules(notebook.session()));
      CountDownLatch finish = new CountDownLatch(1);
      Thread listener = new Thread(() -> listen(input, notebook, finish), "flowcell-serve");
      listener.setDaemon(true);
      listener.start();
      finish.await();
      notebook.session().finishInBackground();
      return 0;
    } catch (IOException e) {
      answer(String.valueOf(e.getMessage()), List.of());
      return 1;
    }
  }

  private void answer(String fault, List<String> schedules) {
    out.print(ANSWER + fault.replaceAll("\\s+", " "));
    schedules.forEach(line -> out.print(ANSWER + line));
    out.println();
    out.flush();
  }

  /** As it stands when times that are not made up for have been left out. */
  private static Schedule served(Schedule schedule, Clock clock) {
    Instant now = clock.instant();
    boolean isLeftOut = schedule.next() != null && schedule.next().isBefore(now);
    return isLeftOut && schedule.catchUp() == CatchUp.NONE
        ? schedule.withNext(schedule.timing().after(now).orElse(null))
        : schedule;
  }

  /** What is wrong first; most of what follows is often its consequence. */
  private static String first(List<String> faults) {
    return switch (faults.size()) {
      case 0 -> "";
      case 1 -> faults.get(0);
      default -> "%s (and %d more)".formatted(faults.get(0), faults.size() - 1);
    };
  }

  /** A line for each schedule of the notebook. */
  private static List<String> schedules(Session session) {
    return session.store().schedules().all().stream()
        .filter(schedule -> schedule.notebook().equals(session.engine().notebook()))
        .map(schedule -> line(schedule, session))
        .toList();
  }

  private static String line(Schedule schedule, Session session) {
    String name = TextTable.oneLine(schedule.name());
    if (session.definitions().flow(schedule.flow()).isEmpty()) {
      return "schedule %s: nothing runs it, its flow %s is not in the notebook any more"
          .formatted(name, TextTable.oneLine(schedule.flow()));
    }
    String next = ScheduleView.next(served(schedule, session.clock()), session.clock(), "never");
    return "schedule %s: %s, next: %s".formatted(name, schedule.timing().words(), next);
  }

  private static void listen(InputStream input, LoadedNotebook notebook, CountDownLatch finish) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(CANCEL)) {
          notebook.session().engine().cancelAll();
        } else if (line.equals(FINISH)) {
          finish.countDown();
        }
      }
    } catch (IOException e) {
      // its end, too
    } finally {
      finish.countDown();
    }
  }
}
