package dev.flowcell.kernel.app;

import dev.flowcell.Settings;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.RunTree;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.RunStoreException;
import dev.flowcell.store.Watch;
import dev.flowcell.store.jdbc.RunStores;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that looks into the store of this user. */
@Command(mixinStandardHelpOptions = true)
abstract class StoreCommand implements Callable<Integer> {

  private static final Duration ASKED_AGAIN = Duration.ofSeconds(5);

  private final Map<String, String> environment;
  private final Properties system;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  StoreCommand(Map<String, String> environment, Properties system) {
    this.environment = environment;
    this.system = system;
  }

  /** Asks the store and prints what it answers. */
  abstract void run(RunStore store, PrintWriter out) throws IOException, Refused;

  /** What was asked for can't be done; the message says why. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  final boolean isJson() {
    return json;
  }

  final Settings settings() {
    return Settings.from(environment, system);
  }

  /** Whether somebody watches, whose lines may be written again. */
  static boolean isTerminal() {
    return System.console() != null;
  }

  /** How long a line may be, without end where nobody watches. */
  final int width() {
    String columns = environment.getOrDefault("COLUMNS", "");
    if (columns.matches("[1-9]\\d{1,3}")) {
      return Integer.parseInt(columns);
    }
    return isTerminal() ? spec.usageMessage().autoWidth(true).width() : Integer.MAX_VALUE;
  }

  /** Something done again at every change. */
  @FunctionalInterface
  interface Step {
    /** Does it, and says whether there may be more to come. */
    boolean go() throws IOException, Refused;
  }

  /** Does something now and at every change of the store until nothing more may come. */
  static void follow(RunStore store, Step step) throws IOException, Refused {
    Semaphore changes = new Semaphore(0);
    try (Watch watch = store.watch(ids -> changes.release())) {
      while (step.go()) {
        // a process that was killed changes nothing: asking finds it
        var unused = changes.tryAcquire(ASKED_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        changes.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public final Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Settings settings = settings();
    Set<String> notices = Collections.synchronizedSet(new LinkedHashSet<>());
    int exitCode = 0;
    try (RunStore store = RunStores.open(settings.home(), settings.database(), notices::add)) {
      run(store, out);
    } catch (RunStoreException | Refused e) {
      notices.add(String.valueOf(e.getMessage()));
      exitCode = 1;
    }
    notices.forEach(err::println);
    out.flush();
    err.flush();
    return exitCode;
  }

  /**
   * The run that a person means: by its id, the end of it, or the name of a flow for its last run.
   */
  static RunTree find(RunStore store, String wanted) throws Refused {
    try {
      RunTree byId = store.find(wanted).orElse(null);
      if (byId != null) {
        return byId;
      }
      for (FlowRun last : store.flowRuns(new FlowRunQuery(wanted, 1))) {
        return store.find(last.id()).orElseThrow();
      }
    } catch (IllegalArgumentException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
    throw new Refused("there is no run '" + wanted + "'; `flowcell runs` lists the runs");
  }
}
