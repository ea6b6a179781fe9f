package dev.flowcell.kernel.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.run.FlowRun;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.jdbc.RunStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code flowcell serve}, in real processes that share a store. */
@Timeout(300)
class ServeIT {

  private static final String EVERY_SECOND = "%flow schedule tick --every 1s";

  @TempDir private Path folder;
  private final List<Serving> all = new ArrayList<>();

  @AfterEach
  void end_all() throws InterruptedException {
    for (Serving each : all) {
      each.kill();
    }
  }

  @Test
  void what_is_due_is_run_once_by_one_of_them_and_by_the_others_when_that_one_is_killed()
      throws Exception {
    Jupyter program = Jupyter.in(folder);
    Path notebook = program.notebook("tick.ipynb", flow("one"), "tick();", EVERY_SECOND);
    Serving first = serve(program, notebook);
    first.await("served");
    Serving second = serve(program, notebook);
    second.await("served");
    first.await("tick one");

    first.kill();
    Instant killed = Instant.now();
    second.await("tick one");
    second.await("tick one");
    second.stop();

    try (RunStore store = RunStores.open(folder.resolve("home"), "", notice -> {})) {
      List<FlowRun> runs = store.flowRuns(FlowRunQuery.newest(1000));
      assertThat(runs).extracting(run -> run.history().get(0).message()).doesNotHaveDuplicates();
      assertThat(runs)
          .filteredOn(run -> run.createdAt().isAfter(killed))
          .extracting(run -> run.state().name())
          .contains("Completed");
    }
  }

  @Test
  void a_changed_notebook_is_loaded_again_and_a_broken_one_keeps_the_last_good_version()
      throws Exception {
    Jupyter program = Jupyter.in(folder);
    Path notebook = program.notebook("tick.ipynb", flow("one"), EVERY_SECOND);
    Serving serving = serve(program, notebook);
    serving.await(notebook + ": served");
    serving.await("schedule tick: every 1s, next: ");
    serving.await("tick one");
    serving.await("✓ tick ");

    program.notebook("tick.ipynb", "%flow\nvoid tick() { nonsense; }", EVERY_SECOND);
    newer(notebook);
    serving.await("can't be loaded: In [1]: CompileError");
    serving.await("what was loaded before is served on");
    serving.await("tick one");

    program.notebook("tick.ipynb", flow("two"), EVERY_SECOND);
    newer(notebook);
    serving.await("loaded again");
    serving.await("tick two");

    serving.stop();
  }

  /** However coarse the file system's times are. */
  private static void newer(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));
  }

  private Serving serve(Jupyter program, Path notebook) throws IOException {
    Serving serving = new Serving(program.start("serve", notebook.toString()));
    all.add(serving);
    return serving;
  }

  private static String flow(String word) {
    return "%flow\nvoid tick() { System.err.println(\"tick " + word + "\"); }";
  }

  /** A process that serves, and what it says. */
  private static final class Serving {

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    Serving(Process process) {
      this.process = process;
      Thread reader = new Thread(this::read);
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
        reader.lines().forEach(lines::add);
      } catch (IOException e) {
        // its end
      }
    }

    /** Waits for a line that holds the text. */
    void await(String text) throws InterruptedException {
      List<String> seen = new ArrayList<>();
      String line = "";
      while (!line.contains(text)) {
        line = lines.poll(120, TimeUnit.SECONDS);
        assertThat(line).as("waiting for '%s' behind %s", text, seen).isNotNull();
        seen.add(line);
      }
    }

    /** As {@code kill -9} does, with the process of the notebook. */
    void kill() throws InterruptedException {
      List<ProcessHandle> family = process.descendants().toList();
      process.destroyForcibly();
      family.forEach(ProcessHandle::destroyForcibly);
      process.waitFor();
    }

    /** As a service manager does; runs that go on end first. */
    void stop() throws InterruptedException {
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
  }
}
