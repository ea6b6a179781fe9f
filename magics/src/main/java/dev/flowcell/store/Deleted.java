package dev.flowcell.store;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * What was deleted, or would be.
 *
 * @param flowRuns subflows among them
 * @param bytes how much smaller the store is for it; 0 where only later runs take the room
 * @param results the digests of the values in files that no run refers to any more
 */
public record Deleted(
    int flowRuns, int taskRuns, long logLines, int artifacts, long bytes, List<String> results) {

  /** Nothing. */
  public static final Deleted NOTHING = new Deleted(0, 0, 0, 0, 0, List.of());

  public Deleted {
    results = List.copyOf(results);
  }

  public boolean isNothing() {
    return flowRuns + taskRuns == 0;
  }

  /** This and more. */
  public Deleted and(Deleted more) {
    List<String> all = new ArrayList<>(results);
    all.addAll(more.results);
    return new Deleted(
        flowRuns + more.flowRuns,
        taskRuns + more.taskRuns,
        logLines + more.logLines,
        artifacts + more.artifacts,
        bytes + more.bytes,
        all);
  }

  /** The same, by which the store is so much smaller. */
  public Deleted withBytes(long fewer) {
    return new Deleted(flowRuns, taskRuns, logLines, artifacts, fewer, results);
  }

  /**
   * Makes sure that a flow run may be deleted.
   *
   * @param goesOn whether it, or a flow run that it called, has not ended
   * @throws IllegalArgumentException when it may not; the message says what to do
   */
  public static void check(FlowRun run, boolean goesOn) {
    String name = run.flow() + " " + run.shortId();
    if (run.parentId() != null) {
      throw new IllegalArgumentException(
          "%s is part of another flow run; delete that one, %s"
              .formatted(name, Run.shortId(run.parentId())));
    }
    if (goesOn) {
      throw new IllegalArgumentException(name + " goes on; cancel it first");
    }
  }
}
