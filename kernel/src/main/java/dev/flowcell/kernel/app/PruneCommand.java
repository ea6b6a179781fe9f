package dev.flowcell.kernel.app;

import dev.flowcell.flow.Durations;
import dev.flowcell.render.RunJson;
import dev.flowcell.render.Sizes;
import dev.flowcell.store.Deleted;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.results.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flowcell prune}: deletes old runs. */
@Command(
    name = "prune",
    description =
        "Deletes flow runs that ended long ago, with their task runs, logs, artifacts and results,"
            + " and gives their room back. Asks nothing; runs that go on are kept.")
final class PruneCommand extends StoreCommand {

  private final Clock clock;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      required = true,
      description = "those created longer ago than this, such as 90d")
  private String age;

  @Option(names = "--dry-run", description = "only say what would be deleted")
  private boolean dryRun;

  PruneCommand(Map<String, String> environment, Properties system, Clock clock) {
    super(environment, system);
    this.clock = clock;
  }

  @Override
  void run(RunStore store, PrintWriter out) throws IOException, Refused {
    Instant before = clock.instant().minus(duration());
    Deleted deleted = store.prune(before, dryRun);
    Results results = Results.unread(settings().results());
    long freed = dryRun ? 0 : deleted.bytes() + results.discard(deleted.results());
    if (isJson()) {
      RunJson.print(out, json -> json.object(object -> write(object, before, deleted, freed)));
    } else {
      out.printf(
          Locale.ROOT,
          "%s %,d flow runs, %,d task runs, %,d log lines, %,d artifacts and %,d results",
          dryRun ? "Would delete" : "Deleted",
          deleted.flowRuns(),
          deleted.taskRuns(),
          deleted.logLines(),
          deleted.artifacts(),
          deleted.results().size());
      out.println(dryRun ? "." : "; freed " + Sizes.megabytes(freed) + ".");
    }
  }

  private Duration duration() throws Refused {
    try {
      return Durations.parse(age);
    } catch (IllegalArgumentException e) {
      throw new Refused("--older-than takes a time such as 90d, not '" + age + "'");
    }
  }

  private void write(RunJson json, Instant before, Deleted deleted, long freed) throws IOException {
    json.time("before", before);
    json.number("flowRuns", deleted.flowRuns());
    json.number("taskRuns", deleted.taskRuns());
    json.number("logLines", deleted.logLines());
    json.number("artifacts", deleted.artifacts());
    json.number("results", deleted.results().size());
    json.number("bytesFreed", freed);
  }
}
