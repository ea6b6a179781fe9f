package dev.flowcell.schedule;

import dev.flowcell.schedule.OpenClaim.Standing;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps schedules as long as the process lives. Thread-safe. */
public final class InMemorySchedules implements ScheduleStore {

  private final Function<String, Standing> standings;
  private final Map<String, Schedule> schedules = new TreeMap<>();
  private final Map<String, Claim> claims = new TreeMap<>();
  private volatile Runnable listener = () -> {};

  /**
   * @param standings tells of the runs that claims name
   */
  public InMemorySchedules(Function<String, Standing> standings) {
    this.standings = standings;
  }

  @Override
  public synchronized List<Schedule> all() {
    return List.copyOf(schedules.values());
  }

  @Override
  public void put(Schedule schedule) {
    synchronized (this) {
      schedules.merge(schedule.name(), schedule, InMemorySchedules::changed);
    }
    listener.run();
  }

  private static Schedule changed(Schedule earlier, Schedule later) {
    boolean isTaken =
        earlier.timing().equals(later.timing())
            && later.next() != null
            && (earlier.next() == null || earlier.next().isAfter(later.next()));
    return isTaken ? later.withNext(earlier.next()) : later;
  }

  @Override
  public boolean delete(String name) {
    boolean isDeleted;
    synchronized (this) {
      claims.values().removeIf(claim -> claim.schedule().equals(name));
      isDeleted = schedules.remove(name) != null;
    }
    listener.run();
    return isDeleted;
  }

  /** There are no others. */
  @Override
  public void onOthers(Runnable listener) {}

  @Override
  public void onChange(Runnable listener) {
    this.listener = listener;
  }

  @Override
  public synchronized boolean advance(
      Schedule seen, @Nullable Instant next, @Nullable Claim claim) {
    Schedule kept = schedules.get(seen.name());
    if (kept == null || kept.isPaused() || !Objects.equals(kept.next(), seen.next())) {
      return false;
    }
    schedules.put(kept.name(), kept.withNext(next));
    if (claim != null) {
      claims.put(claim.flowRunId(), claim);
    }
    return true;
  }

  @Override
  public List<OpenClaim> openClaims() {
    List<Claim> open;
    synchronized (this) {
      open = List.copyOf(claims.values());
    }
    return open.stream()
        .sorted(Comparator.comparing(Claim::due))
        .map(claim -> new OpenClaim(claim, standings.apply(claim.flowRunId())))
        .toList();
  }

  @Override
  public synchronized boolean takeOver(Claim abandoned, Claim claim) {
    if (claims.remove(abandoned.flowRunId()) == null) {
      return false;
    }
    claims.put(claim.flowRunId(), claim);
    return true;
  }

  @Override
  public synchronized boolean settle(Claim claim) {
    return claims.remove(claim.flowRunId()) != null;
  }
}
