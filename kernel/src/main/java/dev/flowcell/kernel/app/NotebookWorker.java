package dev.flowcell.kernel.app;

import dev.flowcell.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  /** Begins the line that answers; what is wrong follows, or nothing. */
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
    PrintStream console = System.out;
    try (LoadedNotebook notebook = LoadedNotebook.of(file, settings, environment)) {
      List<String> faults = notebook.faults();
      answer(String.join("; ", faults));
      if (!faults.isEmpty()) {
        return 1;
      }
      notebook.session().workInBackground(new ProcessOutput(console, System.err));
      CountDownLatch finish = new CountDownLatch(1);
      Thread listener = new Thread(() -> listen(input, notebook, finish), "flowcell-serve");
      listener.setDaemon(true);
      listener.start();
      finish.await();
      notebook.session().finishInBackground();
      return 0;
    } catch (IOException e) {
      answer(String.valueOf(e.getMessage()));
      return 1;
    }
  }

  private void answer(String fault) {
    out.println(ANSWER + fault.replaceAll("\\s+", " "));
    out.flush();
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
