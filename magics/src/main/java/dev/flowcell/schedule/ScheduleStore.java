package dev.flowcell.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps schedules, and who has taken which of their due times. Thread-safe; several processes may
 * use one store at once. Every method throws the store's own exception when it can't be done.
 */
public interface ScheduleStore {

  /** All schedules, by name. */
  List<Schedule> all();

  /** The schedule of that name. */
  default Optional<Schedule> find(String name) {
    return all().stream().filter(schedule -> schedule.name().equals(name)).findFirst();
  }

  /**
   * Keeps a schedule in place of an earlier one of the same name. Where both have the same timing
   * the due time does not go back: the earlier one's may have been taken since the caller read it.
   */
  void put(Schedule schedule);

  /**
   * Drops a schedule, with its claims; the runs stay.
   *
   * @return whether there was one
   */
  boolean delete(String name);

  /**
   * Moves a schedule on to its next due time and takes one of those that came before. Of many who
   * try at once, in whatever process, one succeeds.
   *
   * @param seen the schedule as the caller has read it; whose due time has changed since then is
   *     left as it is
   * @param next its next due time, or null where there is none
   * @param claim what the caller takes, or null where what has come is left out
   * @return whether the caller was the one
   */
  boolean advance(Schedule seen, @Nullable Instant next, @Nullable Claim claim);

  /** The claims that are not settled, by due time. */
  List<OpenClaim> openClaims();

  /**
   * Takes a claim over from somebody who has died.
   *
   * @return whether the caller was the one of many who did
   */
  boolean takeOver(Claim abandoned, Claim claim);

  /** Is told, on the thread that did it, when this process has put or deleted a schedule. */
  void onChange(Runnable listener);

  /**
   * Is told, on a thread of the store's own, when another process may have changed anything here,
   * which most times it has not. Only while this process offers flows.
   */
  void onOthers(Runnable listener);

  /**
   * The run of a claim has ended; nobody needs to look after it any more.
   *
   * @return whether the caller was the first of many who said so
   */
  boolean settle(Claim claim);
}
