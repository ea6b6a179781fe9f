package dev.flowcell.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who goes on where only so many may at once. Strands get all that they need in one step or
 * nothing, and give all of it back while they wait for others: no circle of waiting can close.
 * Thread-safe.
 */
final class Turns {

  /** Where only so many may pass at once. */
  static final class Gate {
    private int taken;
  }

  /** A passage through a gate that lets so many pass. */
  record Need(Gate gate, int most) {}

  /** One more passage of a strand, and whether the strands around it pause for it. */
  record Passage(Strand strand, Need need, boolean others) {}

  /** Whoever has begun goes before those that have not. */
  private static final int BEGUN = Integer.MAX_VALUE;

  /** How often strands are looked at that may wait where nothing tells of it. */
  private static final long WATCH_MILLIS = 20;

  private static final Comparator<Request> BY_URGENCY =
      Comparator.<Request>comparingInt(request -> -request.depth)
          .thenComparingLong(request -> request.order);

  private final Predicate<Strand> stuck;
  private final Map<List<Need>, PriorityQueue<Request>> waiting = new LinkedHashMap<>();
  private final Set<Strand> holders = new HashSet<>();
  private final Set<Strand> pausedWhileStuck = new HashSet<>();
  private long orders;
  private boolean watched;

  /**
   * Nobody has a turn yet.
   *
   * @param stuck whether the strand waits for what it has submitted in a way that does not {@link
   *     #pause} it; asked from time to time while others wait
   */
  Turns(Predicate<Strand> stuck) {
    this.stuck = stuck;
  }

  /**
   * Calls back once the strand has what it needs: on this thread or on one that gives it back.
   *
   * @param depth of those that have not begun, the deepest goes first: somebody waits for it
   */
  void whenFree(Strand strand, List<Need> needs, int depth, Runnable go) {
    synchronized (this) {
      strand.needs.addAll(needs);
    }
    ask(List.of(strand), depth, go);
  }

  /** The strand has ended. Returns what can go on by it, for the caller to run. */
  synchronized List<Runnable> end(Strand strand) {
    release(strand);
    strand.needs.clear();
    return grant();
  }

  /**
   * Takes one more passage for a strand, on its own thread; waits until there is one.
   *
   * @return what to {@link #giveBack}, or null: a strand passes each gate once
   */
  @Nullable Passage take(Strand strand, Need need) throws InterruptedException {
    synchronized (this) {
      if (strand.needs.stream().anyMatch(held -> held.gate == need.gate)) {
        return null;
      }
      if (strand.pauses == 0 && tryTake(List.of(need))) {
        strand.needs.add(need);
        strand.holds = true;
        holders.add(strand);
        return new Passage(strand, need, false);
      }
    }
    pause(strand);
    synchronized (this) {
      strand.needs.add(need);
    }
    try {
      resume(strand, strand.outer);
    } catch (InterruptedException e) {
      giveBack(new Passage(strand, need, true));
      throw e;
    }
    return new Passage(strand, need, true);
  }

  /** Gives a passage back; strands that paused for it go on, as soon as they can. */
  void giveBack(Passage passage) {
    List<Runnable> granted;
    synchronized (this) {
      if (passage.strand.needs.remove(passage.need) && passage.strand.holds) {
        passage.need.gate.taken--;
      }
      granted = grant();
    }
    granted.forEach(Runnable::run);
    if (passage.others) {
      try {
        resume(passage.strand.outer, null);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Gives back what the strand holds, and those around it, while its thread waits. */
  void pause(Strand strand) {
    List<Runnable> granted;
    synchronized (this) {
      granted = new ArrayList<>(1);
      for (Strand each = strand; each != null; each = each.outer) {
        pauseOne(each, granted);
      }
      granted.addAll(grant());
    }
    granted.forEach(Runnable::run);
  }

  /** Takes again what {@link #pause} gave back; waits until it is free. */
  void resume(Strand strand) throws InterruptedException {
    resume(strand, null);
  }

  /** The strand is to end soon: it waits for nothing any more. */
  void goOnWithout(Strand strand) {
    var unused = unpaused(strand, null);
  }

  /** The strands that have no reason left to pause, and something to take for going on. */
  private synchronized List<Strand> unpaused(@Nullable Strand from, @Nullable Strand end) {
    List<Strand> unpaused = new ArrayList<>(1);
    for (Strand each = from; each != null && each != end; each = each.outer) {
      if (--each.pauses == 0 && !each.needs.isEmpty()) {
        unpaused.add(each);
      }
    }
    return unpaused;
  }

  private void resume(@Nullable Strand from, @Nullable Strand end) throws InterruptedException {
    List<Strand> resumed = unpaused(from, end);
    if (resumed.isEmpty()) {
      return;
    }
    CountDownLatch turn = new CountDownLatch(1);
    Request request = ask(resumed, BEGUN, turn::countDown);
    try {
      turn.await();
    } catch (InterruptedException e) {
      withdraw(request);
      throw e;
    }
  }

  private Request ask(List<Strand> strands, int depth, Runnable go) {
    Request request;
    List<Runnable> granted;
    synchronized (this) {
      request = new Request(strands, depth, orders++, go);
      strands.forEach(strand -> strand.asks = request);
      waiting.computeIfAbsent(request.needs, needs -> new PriorityQueue<>(BY_URGENCY)).add(request);
      granted = grant();
      watch();
    }
    granted.forEach(Runnable::run);
    return request;
  }

  private synchronized void withdraw(Request request) {
    PriorityQueue<Request> queue = waiting.get(request.needs);
    if (queue != null) {
      queue.remove(request);
    }
    request.strands.forEach(strand -> strand.asks = null);
  }

  private List<Runnable> grant() {
    List<Runnable> granted = new ArrayList<>(1);
    for (Request next = next(); next != null; next = next()) {
      granted.add(next.go);
    }
    return granted;
  }

  /** Takes the most urgent request whose needs are free out of its queue, with its needs. */
  private @Nullable Request next() {
    Request best = null;
    PriorityQueue<Request> bests = null;
    Iterator<PriorityQueue<Request>> queues = waiting.values().iterator();
    while (queues.hasNext()) {
      PriorityQueue<Request> queue = queues.next();
      Request head = queue.peek();
      if (head == null) {
        queues.remove();
      } else if ((best == null || BY_URGENCY.compare(head, best) < 0) && isFree(head.needs)) {
        best = head;
        bests = queue;
      }
    }
    if (best != null && bests != null) {
      var unused = tryTake(best.needs);
      bests.remove();
      for (Strand strand : best.strands) {
        strand.asks = null;
        strand.holds = true;
        holders.add(strand);
      }
    }
    return best;
  }

  private static boolean isFree(List<Need> needs) {
    boolean free = tryTake(needs);
    if (free) {
      untake(needs);
    }
    return free;
  }

  /** All or nothing; a gate may be needed more than once. */
  private static boolean tryTake(List<Need> needs) {
    for (int i = 0; i < needs.size(); i++) {
      Need need = needs.get(i);
      if (need.gate.taken >= need.most) {
        untake(needs.subList(0, i));
        return false;
      }
      need.gate.taken++;
    }
    return true;
  }

  private static void untake(List<Need> needs) {
    needs.forEach(need -> need.gate.taken--);
  }

  /**
   * A strand has more than one thread where its code does: while one waits to go on, another may
   * pause. Then the first goes on as it is; what the strand needs is taken by the last of them.
   */
  private void pauseOne(Strand strand, List<Runnable> granted) {
    Request request = strand.asks;
    if (request != null) {
      withdraw(request);
      granted.add(request.go);
    }
    if (strand.pauses++ == 0) {
      release(strand);
    }
  }

  private void release(Strand strand) {
    if (strand.holds) {
      untake(strand.needs);
      strand.holds = false;
      holders.remove(strand);
    }
  }

  private void watch() {
    if (watched || waiting.isEmpty()) {
      return;
    }
    watched = true;
    Thread thread = new Thread(this::watchLoop, "flowcell-turns");
    thread.setDaemon(true);
    thread.start();
  }

  private void watchLoop() {
    try {
      do {
        Thread.sleep(WATCH_MILLIS);
      } while (look());
    } catch (InterruptedException e) {
      // nobody does it; then nobody watches
    }
  }

  /** Lets strands pause that are stuck. Returns whether there is more to watch. */
  private boolean look() {
    List<Runnable> granted;
    boolean more;
    synchronized (this) {
      granted = new ArrayList<>(1);
      for (Strand strand : List.copyOf(pausedWhileStuck)) {
        if (!stuck.test(strand)) {
          pausedWhileStuck.remove(strand);
          goOn(strand);
        }
      }
      for (Strand strand : List.copyOf(holders)) {
        if (stuck.test(strand)) {
          pausedWhileStuck.add(strand);
          pauseOne(strand, granted);
        }
      }
      granted.addAll(grant());
      more = !waiting.isEmpty() || !pausedWhileStuck.isEmpty();
      watched = more;
    }
    granted.forEach(Runnable::run);
    return more;
  }

  /** Its thread does go on, so it holds more than there is if need be: the next one has to wait. */
  private void goOn(Strand strand) {
    if (--strand.pauses == 0 && !strand.needs.isEmpty()) {
      strand.needs.forEach(need -> need.gate.taken++);
      strand.holds = true;
      holders.add(strand);
    }
  }

  /** Strands that ask for all they need. */
  static final class Request {
    private final List<Strand> strands;
    private final List<Need> needs;
    private final int depth;
    private final long order;
    private final Runnable go;

    private Request(List<Strand> strands, int depth, long order, Runnable go) {
      this.strands = strands;
      this.needs = strands.stream().flatMap(strand -> strand.needs.stream()).toList();
      this.depth = depth;
      this.order = order;
      this.go = go;
    }
  }
}
