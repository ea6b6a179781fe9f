package dev.flowcell.engine;

import dev.flowcell.run.Artifact;
import dev.flowcell.run.Level;
import dev.flowcell.run.RunEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What one run has to show, within bounds. Thread-safe. */
final class Exhibits {

  /** As often as anybody sees it change. */
  private static final Duration BETWEEN_STEPS = Duration.ofMillis(250);

  private static final int MOST = 100;
  private static final int MOST_CHARACTERS = 2_000_000;
  private static final int MOST_CHARACTERS_TOGETHER = 10_000_000;

  private final ActiveRun run;
  private final Chronicle chronicle;
  private final RunLog log;
  private final RunIds ids;
  private final Clock clock;
  private final String progressId;
  private final Latest<Step> progress;
  private final AtomicLong added = new AtomicLong();
  private final AtomicLong characters = new AtomicLong();

  Exhibits(ActiveRun run, Chronicle chronicle, RunLog log, RunIds ids, Clock clock, Timer timer) {
    this.run = run;
    this.chronicle = chronicle;
    this.log = log;
    this.ids = ids;
    this.clock = clock;
    progressId = ids.next();
    progress = new Latest<>(BETWEEN_STEPS, timer, this::tell);
  }

  /** Adds an artifact; one that is too large, or one too many, is only told of in the log. */
  void add(Artifact.Kind kind, String name, Map<String, String> content) {
    long size = content.values().stream().mapToLong(String::length).sum();
    if (size > MOST_CHARACTERS) {
      refuse(kind, name, size + " characters, of " + MOST_CHARACTERS + " at most");
    } else if (characters.addAndGet(size) > MOST_CHARACTERS_TOGETHER) {
      characters.addAndGet(-size);
      refuse(kind, name, "the run has as much to show as is kept");
    } else if (added.incrementAndGet() <= MOST) {
      tell(ids.next(), kind, name, content);
    } else if (added.get() == MOST + 1) {
      refuse(kind, name, "nor what follows: " + MOST + " are kept of each run");
    }
  }

  /** Takes down how far the run has come. */
  void progress(double part, String words) {
    progress.take(new Step(part, words));
  }

  /** Tells how far it has come at last. */
  void settle() {
    progress.settle();
  }

  private void tell(Step step) {
    Map<String, String> content = Map.of(Artifact.TEXT, String.valueOf(step.part));
    tell(progressId, Artifact.Kind.PROGRESS, step.words, content);
  }

  private void tell(String id, Artifact.Kind kind, String name, Map<String, String> content) {
    ActiveRun flow = run.flow();
    String flowId = flow == null ? null : flow.id;
    String taskId = run.isFlow() ? null : run.id;
    chronicle.tell(
        run,
        new RunEvent.ArtifactAdded(
            new Artifact(id, flowId, taskId, run.attempt(), kind, name, clock.instant(), content)));
  }

  private void refuse(Artifact.Kind kind, String name, String why) {
    String what = kind.name().toLowerCase(Locale.ROOT) + (name.isEmpty() ? "" : " '" + name + "'");
    log.logged(run, Level.WARN, RunLog.OURS, "the " + what + " is not kept: " + why);
  }

  private record Step(double part, String words) {}
}
