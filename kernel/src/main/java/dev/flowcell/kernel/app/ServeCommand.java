package dev.flowcell.kernel.app;

import dev.flowcell.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** {@code flowcell serve NOTEBOOK…}: runs the flows of notebooks when they are due. */
@Command(
    name = "serve",
    description = {
      "Runs the flows of notebooks when their schedules say so, until it is stopped.",
      "Each notebook is loaded without calling its flows, and again when its file has changed.",
      "Several such processes may share a store: each due time is run once, by one that serves",
      "the schedule's notebook from the same path."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it was stopped, and what it ran has ended",
      "1:none of the notebooks could be loaded",
      "2:the command line was not understood"
    })
final class ServeCommand implements Callable<Integer> {

  private final Map<String, String> environment;
  private final Properties system;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "NOTEBOOK", description = "the notebooks' files")
  private List<Path> files = new ArrayList<>();

  /** How a notebook's own process is started, in the notebook's folder. */
  @Option(names = "--worker", hidden = true)
  private boolean isWorker;

  ServeCommand(Map<String, String> environment, Properties system) {
    this.environment = environment;
    this.system = system;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (isWorker) {
      Settings settings = Settings.from(environment, system);
      return new NotebookWorker(settings, environment, spec.commandLine().getOut())
          .work(files.get(0));
    }
    NotebookFolder folder = new NotebookFolder(system);
    List<ServedNotebook> notebooks = new ArrayList<>();
    for (Path file : files) {
      Path absolute = folder.absolute(file);
      if (!Files.isRegularFile(absolute)) {
        throw new ParameterException(spec.commandLine(), "there is no notebook " + absolute);
      }
      notebooks.add(new ServedNotebook(absolute, folder, this::say));
    }
    return serve(notebooks);
  }

  private int serve(List<ServedNotebook> notebooks) throws IOException, InterruptedException {
    Stop stop = new Stop(Thread.currentThread(), notebooks);
    Signal.handle(new Signal("INT"), signal -> stop.asked());
    Signal.handle(new Signal("TERM"), signal -> stop.asked());
    try {
      for (ServedNotebook notebook : notebooks) {
        notebook.load();
      }
      if (notebooks.stream().noneMatch(ServedNotebook::isServed)) {
        return 1;
      }
      while (true) {
        Thread.sleep(ServedNotebook.BETWEEN_LOOKS.toMillis());
        for (ServedNotebook notebook : notebooks) {
          notebook.look();
        }
      }
    } catch (InterruptedException e) {
      say("Ending when the runs that go on have ended; asked once more, they are cancelled.");
      notebooks.forEach(ServedNotebook::finish);
      for (ServedNotebook notebook : notebooks) {
        notebook.awaitEnd();
      }
      return 0;
    }
  }

  /** What signals do: the first ends the serving, a later one the runs. */
  private static final class Stop {

    /** A shell sends one signal to a process and again to its group: that is asked once. */
    private static final long SAME_NANOS = 1_000_000_000L;

    private final Thread serving;
    private final List<ServedNotebook> notebooks;
    private boolean isAsked;
    private long askedAt;

    Stop(Thread serving, List<ServedNotebook> notebooks) {
      this.serving = serving;
      this.notebooks = notebooks;
    }

    synchronized void asked() {
      if (!isAsked) {
        isAsked = true;
        askedAt = System.nanoTime();
        serving.interrupt();
      } else if (System.nanoTime() - askedAt > SAME_NANOS) {
        notebooks.forEach(ServedNotebook::cancel);
      }
    }
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
