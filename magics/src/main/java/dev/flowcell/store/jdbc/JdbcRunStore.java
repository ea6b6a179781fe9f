package dev.flowcell.store.jdbc;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunTree;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.RunStoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store on a database. Events go through a queue to one writer thread, which opens the database
 * and writes what has gathered in one transaction; a run never waits for the database, only for
 * room in the queue. When the database fails, the store goes on in memory, the runs under way
 * included.
 */
final class JdbcRunStore implements RunStore {

  /** Characters of events that may wait for the writer: some tens of megabytes. */
  private static final long CAPACITY = 16_000_000;

  /** How long a query waits for what came in before, and closing for the writer. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Dialect dialect;
  private final Consumer<String> notice;
  private final EventQueue queue = new EventQueue(CAPACITY);
  private final Thread writer = new Thread(this::write, "flowcell-store");
  private final Thread atExit = new Thread(this::close, "flowcell-store-exit");

  /** Used once the database has failed. */
  private final InMemoryRunStore memory = new InMemoryRunStore();

  private final CountDownLatch opened = new CountDownLatch(1);

  /** The open database; null before it is open and once it has failed. */
  private volatile @Nullable RunDatabase database;

  private volatile boolean started;

  /** The top-level flow runs that have not ended; the writer's own. */
  private final Set<String> underWay = new LinkedHashSet<>();

  /**
   * @param notice told once, on the writer thread, why and since when runs are kept in memory only
   */
  JdbcRunStore(Dialect dialect, Consumer<String> notice) {
    this.dialect = dialect;
    this.notice = notice;
    writer.setDaemon(true);
  }

  @Override
  public void onEvent(RunEvent event) {
    start();
    queue.put(event);
  }

  private void start() {
    if (!started) {
      startOnce();
    }
  }

  private synchronized void startOnce() {
    if (started) {
      return;
    }
    started = true;
    try {
      Runtime.getRuntime().addShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the process ends already; what comes now is kept if there is time
    }
    writer.start();
  }

  /** The writer thread. */
  private void write() {
    open();
    opened.countDown();
    try {
      for (List<RunEvent> events = queue.take(); !events.isEmpty(); events = queue.take()) {
        keep(events);
        queue.taken(events.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does; what waits is let go
    } finally {
      queue.close();
      closeQuietly(database);
    }
  }

  private void open() {
    try {
      database = RunDatabase.open(dialect);
    } catch (Exception | LinkageError e) {
      tell("Runs are kept in memory, for this session only: " + dialect.explain(e));
    }
  }

  private void keep(List<RunEvent> events) {
    RunDatabase open = database;
    if (open != null && (isWritten(events, open, false) || isWritten(events, open, true))) {
      follow(events);
    } else {
      events.forEach(memory::onEvent);
    }
  }

  /**
   * Whether the database has taken the events. The last try is made on a new connection, because
   * some failures pass; if it fails too, the database is given up.
   */
  private boolean isWritten(List<RunEvent> events, RunDatabase open, boolean lastTry) {
    try {
      RunDatabase target = open;
      if (lastTry) {
        closeQuietly(open);
        target = RunDatabase.open(dialect);
        database = target;
      }
      target.write(events);
      return true;
    } catch (Exception | Error e) {
      if (lastTry) {
        giveUp(open, e);
      }
      return false;
    }
  }

  private void giveUp(RunDatabase open, Throwable failure) {
    for (String id : underWay) {
      try {
        open.read(tables -> tables.find(id)).ifPresent(this::remember);
      } catch (SQLException | RuntimeException e) {
        // what can't be read back is missing in memory, and the notice says that
      }
    }
    closeQuietly(database);
    database = null;
    tell("From now on runs are kept in memory, for this session only: " + dialect.explain(failure));
  }

  private void remember(RunTree tree) {
    if (tree.flow() != null) {
      memory.onEvent(new RunEvent.FlowRunCreated(tree.flow()));
    }
    tree.tasks().forEach(run -> memory.onEvent(new RunEvent.TaskRunCreated(run)));
    tree.logs().forEach(line -> memory.onEvent(new RunEvent.Logged(line)));
    tree.subflows().forEach(this::remember);
  }

  private void follow(List<RunEvent> events) {
    for (RunEvent event : events) {
      if (event instanceof RunEvent.FlowRunCreated created && created.run().parentId() == null) {
        underWay.add(created.run().id());
      } else if (event instanceof RunEvent.FlowRunChanged changed
          && changed.state().type().isTerminal()) {
        underWay.remove(changed.flowRunId());
      }
    }
  }

  private void tell(String text) {
    try {
      notice.accept(text);
    } catch (RuntimeException | Error e) {
      // whoever can't be told must not stop the writer
    }
  }

  private static void closeQuietly(@Nullable RunDatabase open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (SQLException e) {
      // everything in it is committed
    }
  }

  @Override
  public boolean flush(Duration atMost) {
    try {
      return queue.awaitKept(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public List<FlowRun> flowRuns(FlowRunQuery query) {
    return ask(tables -> tables.flowRuns(query), store -> store.flowRuns(query));
  }

  @Override
  public Optional<RunTree> find(String id) {
    return ask(tables -> tables.find(id), store -> store.find(id));
  }

  @Override
  public List<LogLine> logs(LogQuery query) {
    return ask(tables -> tables.logs(query), store -> store.logs(query));
  }

  private <T> T ask(RunDatabase.Question<T> ofDatabase, Function<RunStore, T> ofMemory) {
    start();
    try {
      if (!opened.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) || !queue.awaitKept(PATIENCE)) {
        throw new RunStoreException(describe() + " has not answered for a minute; try again", null);
      }
      RunDatabase open = database;
      return open == null ? ofMemory.apply(memory) : open.read(ofDatabase);
    } catch (SQLException e) {
      throw new RunStoreException("Runs can't be read: " + dialect.explain(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunStoreException("interrupted while waiting for " + describe(), e);
    }
  }

  @Override
  public void requestCancel(String flowRunId) {
    memory.requestCancel(flowRunId);
  }

  @Override
  public void onCancelRequest(Consumer<String> listener) {
    memory.onCancelRequest(listener);
  }

  @Override
  public String describe() {
    return opened.getCount() == 0 && database == null
        ? "memory, instead of " + dialect.describe()
        : dialect.describe();
  }

  @Override
  public void close() {
    queue.close();
    awaitWriter();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the process ends already, perhaps on this very thread
    }
  }

  private synchronized void awaitWriter() {
    try {
      if (Thread.currentThread() != writer) {
        writer.join(PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
