package dev.flowcell.schedule.clockwork;

import dev.flowcell.run.State;
import dev.flowcell.schedule.CatchUp;
import dev.flowcell.schedule.Claim;
import dev.flowcell.schedule.OpenClaim;
import dev.flowcell.schedule.OpenClaim.Standing;
import dev.flowcell.schedule.Overlap;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.schedule.ScheduleStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts the flows of a session when they are due. Several of them, in whatever processes, share
 * the work of one store: each due time is taken by one.
 *
 * <p>A thread sleeps until the next due time, and now and then looks whether another process has
 * changed a schedule. Thread-safe.
 */
public final class Clockwork implements AutoCloseable {

  /** How often it is looked whether other processes have changed or left something. */
  static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  /** The same while there is no flow that could be due: it is rung for the first one. */
  static final Duration WITHOUT_FLOWS = Duration.ofHours(1);

  /** The same while no flow has a schedule: it is told when others may have given it one. */
  static final Duration WITHOUT_SCHEDULES = Duration.ofMinutes(1);

  /** The same while a run that goes on elsewhere is waited for. */
  private static final Duration BETWEEN_LOOKS_WAITING = Duration.ofSeconds(1);

  /** The least between looks at what others do, who may write all the time. */
  private static final Duration BETWEEN_TIDINGS = Duration.ofSeconds(1);

  /** A due time that came so shortly before anybody was there is not left out. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** No look for so long: the machine has slept, and so nobody was there. */
  private static final Duration ASLEEP = Duration.ofSeconds(60);

  /** What begins later than this is shown as late. */
  private static final Duration PUNCTUAL = Duration.ofSeconds(1);

  /** How long a claim may have no run before its process is taken for dead. */
  private static final Duration NO_RUN = Duration.ofSeconds(60);

  /** A run that kills its process each time is not started for ever. */
  private static final int MOST_RERUNS = 3;

  private final ScheduleStore store;
  private final Starter starter;
  private final Clock clock;
  private final Thread thread = new Thread(this::run, "flowcell-schedules");

  /** Since when somebody has been here to run what is due, by the names of schedules. */
  private final Map<String, Instant> watchedSince = new HashMap<>();

  /** The flow runs that were started here and go on. */
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  private Instant lastLook = Instant.MAX;
  private boolean isRung;
  private boolean mayHaveChanged;
  private boolean isClosed;

  /** Made, it does nothing until it is {@link #begin begun}. */
  public Clockwork(ScheduleStore store, Starter starter, Clock clock) {
    this.store = store;
    this.starter = starter;
    this.clock = clock;
    thread.setDaemon(true);
  }

  /** Begins to run what is due; called once. */
  public void begin() {
    store.onChange(this::ring);
    store.onOthers(this::ringSoon);
    thread.start();
  }

  /** Something may be due earlier than was known. */
  public synchronized void ring() {
    isRung = true;
    notifyAll();
  }

  /** Another process may have changed something; who writes often is looked at now and then. */
  synchronized void ringSoon() {
    mayHaveChanged = true;
    notifyAll();
  }

  /** Starts nothing any more; what was started goes on. */
  @Override
  public synchronized void close() {
    isClosed = true;
    notifyAll();
  }

  /** Waits until nothing that was started here goes on. */
  public synchronized void awaitIdle() throws InterruptedException {
    while (!running.isEmpty()) {
      wait();
    }
  }

  private void run() {
    try {
      while (!isClosed()) {
        Duration untilNext;
        try {
          untilNext = look();
        } catch (RuntimeException e) {
          untilNext = BETWEEN_LOOKS; // the store says by itself that it can't be used
        }
        sleep(untilNext);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  private synchronized boolean isClosed() {
    return isClosed;
  }

  private synchronized void sleep(Duration most) throws InterruptedException {
    long start = System.nanoTime();
    long left = left(most, start);
    while (!isRung && !isClosed && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
      left = left(most, start);
    }
    isRung = false;
    mayHaveChanged = false;
  }

  private long left(Duration most, long start) {
    boolean isSoon = mayHaveChanged && most.compareTo(BETWEEN_TIDINGS) > 0;
    return start + (isSoon ? BETWEEN_TIDINGS : most).toNanos() - System.nanoTime();
  }

  /** Starts what is due, and returns how long it may be until something is due again. */
  Duration look() {
    Instant now = clock.instant();
    if (Duration.between(lastLook, now).compareTo(ASLEEP) > 0) {
      watchedSince.clear();
    }
    lastLook = now;
    if (!starter.isReady()) {
      return WITHOUT_FLOWS;
    }
    List<Schedule> mine = store.all().stream().filter(starter::has).toList();
    mine.forEach(schedule -> watchedSince.putIfAbsent(schedule.name(), now));
    if (mine.isEmpty()) {
      return WITHOUT_SCHEDULES;
    }
    List<OpenClaim> open = new ArrayList<>(store.openClaims());
    open.removeIf(claim -> !isUnderWay(claim, mine, now));
    Duration untilNext = BETWEEN_LOOKS;
    for (Schedule schedule : mine) {
      Schedule moved = startDue(schedule, open, now);
      Duration until = moved.due().map(due -> untilDue(due, now)).orElse(BETWEEN_LOOKS);
      untilNext = until.compareTo(untilNext) < 0 ? until : untilNext;
    }
    return untilNext;
  }

  private static Duration untilDue(Instant due, Instant now) {
    return due.isAfter(now) ? Duration.between(now, due) : BETWEEN_LOOKS_WAITING;
  }

  // What others have left

  /** Whether the run of a claim goes on; one whose process has died is looked after. */
  private boolean isUnderWay(OpenClaim open, List<Schedule> mine, Instant now) {
    Claim claim = open.claim();
    if (running.contains(claim.flowRunId())) {
      return true;
    }
    Schedule schedule =
        mine.stream().filter(each -> each.name().equals(claim.schedule())).findFirst().orElse(null);
    if (schedule == null) {
      return false; // another notebook's
    }
    boolean isLost = open.run() == Standing.UNKNOWN && claim.claimedAt().plus(NO_RUN).isBefore(now);
    if (open.run() == Standing.CRASHED || isLost) {
      return lookAfter(schedule, claim, isLost, now);
    }
    if (open.run() == Standing.ENDED) {
      var unused = store.settle(claim);
      return false;
    }
    return true;
  }

  /** Starts a crashed run again where that is wanted, and says whether it goes on now. */
  private boolean lookAfter(Schedule schedule, Claim claim, boolean isLost, Instant now) {
    boolean again = schedule.rerunsCrashed() && claim.reruns() < MOST_RERUNS;
    if (again) {
      Claim rerun = claim.again(starter.newRunId(), now);
      if (store.takeOver(claim, rerun)) {
        start(schedule, rerun, "run " + claim.flowRunId() + " has crashed", now);
        starter.crashed(claim.flowRunId());
      }
      return true;
    }
    if (isLost) {
      State crashed = State.crashed(now, 0, "its process has died before it began");
      starter.record(
          schedule, claim.flowRunId(), List.of(scheduled(schedule, claim.due(), now), crashed));
    }
    if (store.settle(claim) && !isLost) {
      starter.crashed(claim.flowRunId());
    }
    return false;
  }

  // What is due

  private Schedule startDue(Schedule schedule, List<OpenClaim> open, Instant now) {
    Schedule moved = schedule;
    while (moved.due().filter(due -> !due.isAfter(now)).isPresent()) {
      Schedule next = startNext(moved, moved.due().orElseThrow(), open, now);
      if (next == null) {
        return moved;
      }
      moved = next;
    }
    return moved;
  }

  /** Deals with a due time; null where it has to wait, or another process was quicker. */
  private @Nullable Schedule startNext(
      Schedule schedule, Instant due, List<OpenClaim> open, Instant now) {
    Instant watched = watchedSince.getOrDefault(schedule.name(), now);
    Instant present = schedule.catchUp() == CatchUp.NONE ? watched.minus(GRACE) : watched;
    boolean isBusy =
        open.stream().anyMatch(each -> each.claim().schedule().equals(schedule.name()));
    if (due.isBefore(present)) {
      Instant last = schedule.timing().lastUntil(present.minusNanos(1), due);
      return switch (schedule.catchUp()) {
        case NONE -> moveOn(schedule, last);
        case LAST -> mayNot(isBusy, schedule) ? null : take(schedule, last, open, now);
        case ALL -> mayNot(isBusy, schedule) ? null : take(schedule, due, open, now);
      };
    }
    if (isBusy && schedule.overlap() == Overlap.SKIP) {
      return skip(schedule, due, now);
    }
    return isBusy && schedule.overlap() == Overlap.QUEUE ? null : take(schedule, due, open, now);
  }

  /** What was missed is made up for one after the other. */
  private static boolean mayNot(boolean isBusy, Schedule schedule) {
    return isBusy && (schedule.overlap() != Overlap.ALLOW || schedule.catchUp() == CatchUp.ALL);
  }

  private @Nullable Schedule moveOn(Schedule schedule, Instant leftOut) {
    Instant next = schedule.timing().after(leftOut).orElse(null);
    return store.advance(schedule, next, null) ? schedule.withNext(next) : null;
  }

  private @Nullable Schedule skip(Schedule schedule, Instant due, Instant now) {
    Schedule moved = moveOn(schedule, due);
    if (moved != null) {
      State skipped =
          State.skipped(now, "an earlier run of schedule " + schedule.name() + " goes on");
      starter.record(schedule, starter.newRunId(), List.of(scheduled(schedule, due, now), skipped));
    }
    return moved;
  }

  private @Nullable Schedule take(
      Schedule schedule, Instant due, List<OpenClaim> open, Instant now) {
    Instant next = schedule.timing().after(due).orElse(null);
    Claim claim = new Claim(schedule.name(), due, starter.newRunId(), now, 0);
    if (!store.advance(schedule, next, claim)) {
      return null;
    }
    open.add(new OpenClaim(claim, Standing.UNDER_WAY));
    start(schedule, claim, "", now);
    return schedule.withNext(next);
  }

  private void start(Schedule schedule, Claim claim, String reason, Instant now) {
    List<State> history = new ArrayList<>();
    history.add(scheduled(schedule, claim.due(), now));
    if (claim.due().plus(PUNCTUAL).isBefore(now)) {
      history.add(State.late(now, reason));
    }
    running.add(claim.flowRunId());
    starter.start(schedule, claim.flowRunId(), history, () -> ended(claim));
  }

  private static State scheduled(Schedule schedule, Instant due, Instant now) {
    return State.scheduled(now, schedule.reason(due));
  }

  private void ended(Claim claim) {
    try {
      var unused = store.settle(claim);
    } catch (RuntimeException e) {
      // who looks next finds that it has ended
    }
    synchronized (this) {
      running.remove(claim.flowRunId());
      isRung = true;
      notifyAll();
    }
  }
}
