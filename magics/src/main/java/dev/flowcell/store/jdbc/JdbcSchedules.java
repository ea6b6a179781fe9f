package dev.flowcell.store.jdbc;

import dev.flowcell.schedule.Claim;
import dev.flowcell.schedule.OpenClaim;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.schedule.ScheduleStore;
import dev.flowcell.store.InMemoryRunStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schedules of a database. Thread-safe; each call is one transaction. */
final class JdbcSchedules implements ScheduleStore {

  /** Something done with the tables. */
  @FunctionalInterface
  interface Work<T> {
    T with(ScheduleTable table) throws SQLException;
  }

  private final JdbcRunStore store;
  private volatile Runnable listener = () -> {};

  JdbcSchedules(JdbcRunStore store) {
    this.store = store;
  }

  /** The schedules of the store in memory where that stands in, or null. */
  private @Nullable ScheduleStore memory() {
    InMemoryRunStore memory = store.memory();
    return memory == null ? null : memory.schedules();
  }

  @Override
  public List<Schedule> all() {
    ScheduleStore memory = memory();
    return memory == null ? store.withSchedules(false, ScheduleTable::all) : memory.all();
  }

  @Override
  public void put(Schedule schedule) {
    ScheduleStore memory = memory();
    if (memory == null) {
      var unused = store.withSchedules(true, table -> table.put(schedule));
    } else {
      memory.put(schedule);
    }
    listener.run();
  }

  @Override
  public boolean delete(String name) {
    ScheduleStore memory = memory();
    boolean isDeleted =
        memory == null
            ? store.withSchedules(true, table -> table.delete(name))
            : memory.delete(name);
    listener.run();
    return isDeleted;
  }

  @Override
  public boolean advance(Schedule seen, @Nullable Instant next, @Nullable Claim claim) {
    ScheduleStore memory = memory();
    return memory == null
        ? store.withSchedules(true, table -> table.advance(seen, next, claim))
        : memory.advance(seen, next, claim);
  }

  /** Whether runs have crashed is looked for where there are any to look after. */
  @Override
  public List<OpenClaim> openClaims() {
    ScheduleStore memory = memory();
    if (memory != null) {
      return memory.openClaims();
    }
    if (store.withSchedules(false, ScheduleTable::openClaims).isEmpty()) {
      return List.of();
    }
    store.lookForTheDead();
    return store.withSchedules(false, ScheduleTable::openClaims);
  }

  @Override
  public boolean takeOver(Claim abandoned, Claim claim) {
    ScheduleStore memory = memory();
    return memory == null
        ? store.withSchedules(true, table -> table.takeOver(abandoned, claim))
        : memory.takeOver(abandoned, claim);
  }

  @Override
  public boolean settle(Claim claim) {
    ScheduleStore memory = memory();
    return memory == null
        ? store.withSchedules(true, table -> table.settle(claim))
        : memory.settle(claim);
  }

  @Override
  public void onChange(Runnable listener) {
    this.listener = listener;
  }

  @Override
  public void onOthers(Runnable listener) {
    store.onOthers(listener);
  }
}
