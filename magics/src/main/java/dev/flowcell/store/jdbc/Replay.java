package dev.flowcell.store.jdbc;

import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunTree;
import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.journal.Journal;
import dev.flowcell.store.journal.Position;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** The runs of this process as the journal tells of them, for when the database can't. */
final class Replay {

  private Replay() {}

  /**
   * The runs that are not in the database yet, and those under way.
   *
   * @param folded how far the journal is in the database
   * @throws SQLException when the runs under way began in a database that can't be read
   */
  static RunStore of(Intake intake, Position folded, Dialect dialect)
      throws IOException, SQLException {
    InMemoryRunStore memory = new InMemoryRunStore();
    Journal journal = intake.journal();
    if (journal != null) {
      if (folded.compareTo(Position.START) > 0) {
        RunDatabase.read(dialect, tables -> tables.underWay(journal.processId()))
            .forEach(tree -> remember(tree, memory));
      }
      intake.replay(folded, Folding.BATCH_BYTES, memory::onEvent);
    }
    return memory;
  }

  private static void remember(RunTree tree, RunStore memory) {
    if (tree.flow() != null) {
      memory.onEvent(new RunEvent.FlowRunCreated(tree.flow()));
    }
    tree.tasks().forEach(run -> memory.onEvent(new RunEvent.TaskRunCreated(run)));
    tree.logs().forEach(line -> memory.onEvent(new RunEvent.Logged(line)));
    tree.artifacts().forEach(each -> memory.onEvent(new RunEvent.ArtifactAdded(each)));
    List<RunTree> subflows = tree.subflows();
    subflows.forEach(subflow -> remember(subflow, memory));
  }
}
