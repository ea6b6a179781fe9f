package dev.flowcell.kernel.java.shell;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.time.Duration;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import org.jspecify.annotations.Nullable;

/**
 * JShell's index of all types on the class path, for what it proposes. JShell makes it beside all
 * else as soon as it is asked anything about source, and takes half of the processor that the start
 * of a session takes: it can wait until the first cell is through. JShell has no method for that,
 * hence the reflection. Where that is refused, it is made at once. Thread-safe.
 */
public final class TypeIndex {

  private static final Duration MOST = Duration.ofSeconds(2);

  private static final long TURN_MILLIS = 5;

  private final JShell jshell;
  private boolean asked;

  /** What lets JShell go on, while it waits. */
  private @Nullable Runnable resume;

  /** That of a session. */
  public TypeIndex(JShell jshell) {
    this.jshell = jshell;
  }

  /** Has JShell wait, unless the index has been asked for already. */
  public synchronized void hold() {
    if (asked || resume != null) {
      return;
    }
    SourceCodeAnalysis analysis = jshell.sourceCodeAnalysis();
    try {
      Method suspending = Opened.method(analysis.getClass(), "suspendIndexing");
      Method resuming = Opened.method(analysis.getClass(), "resumeIndexing");
      Opened.call(suspending, analysis);
      resume = () -> Opened.call(resuming, analysis);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      asked = true;
    }
  }

  /** Has JShell make it, and returns at once. */
  public synchronized void ask() {
    asked = true;
    if (resume != null) {
      resume.run();
      resume = null;
    }
  }

  /**
   * Where it has been held until now, has JShell make it, and waits for it a while: an error of the
   * first cell may tell what is in it. Under the evaluator's lock.
   */
  public void awaitNow() {
    if (!isHeld()) {
      return;
    }
    ask();
    long until = System.nanoTime() + MOST.toNanos();
    try {
      while (!isUpToDate() && System.nanoTime() - until < 0) {
        Thread.sleep(TURN_MILLIS); // JShell tells nobody when it is there
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isUpToDate() {
    return jshell.sourceCodeAnalysis().listQualifiedNames("A", 1).isUpToDate();
  }

  synchronized boolean isHeld() {
    return resume != null;
  }
}
