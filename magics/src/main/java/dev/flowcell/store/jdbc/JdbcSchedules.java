package dev.flowcell.store.jdbc;

import dev.flowcell.schedule.Claim;
import dev.flowcell.schedule.OpenClaim;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.schedule.ScheduleStore;
import dev.flowcell.store.InMemoryRunStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The schedules of a database. Thread-safe; each call is one transaction. */
final class JdbcSchedules implements ScheduleStore {

  /** Something done with the tables. */
  @FunctionalInterface
  interface Work<T> {
    T with(ScheduleTable table) throws SQLException;
  }

  private final JdbcRunStore store;

  JdbcSchedules(JdbcRunStore store) {
    this.store = store;
  }

  private <T> T ask(boolean looks, Work<T> ofDatabase, Function<ScheduleStore, T> ofMemory) {
    InMemoryRunStore memory = store.memory();
    return memory == null
        ? store.withSchedules(looks, ofDatabase)
        : ofMemory.apply(memory.schedules());
  }

  @Override
  public List<Schedule> all() {
    return ask(false, ScheduleTable::all, ScheduleStore::all);
  }

  @Override
  public void put(Schedule schedule) {
    ask(
        false,
        table -> {
          table.put(schedule);
          return true;
        },
        schedules -> {
          schedules.put(schedule);
          return true;
        });
  }

  @Override
  public boolean delete(String name) {
    return ask(false, table -> table.delete(name), schedules -> schedules.delete(name));
  }

  @Override
  public boolean advance(Schedule seen, @Nullable Instant next, @Nullable Claim claim) {
    return ask(
        false,
        table -> table.advance(seen, next, claim),
        schedules -> schedules.advance(seen, next, claim));
  }

  @Override
  public List<OpenClaim> openClaims() {
    return ask(true, ScheduleTable::openClaims, ScheduleStore::openClaims);
  }

  @Override
  public boolean takeOver(Claim abandoned, Claim claim) {
    return ask(
        false,
        table -> table.takeOver(abandoned, claim),
        schedules -> schedules.takeOver(abandoned, claim));
  }

  @Override
  public void settle(Claim claim) {
    ask(
        false,
        table -> {
          table.settle(claim);
          return true;
        },
        schedules -> {
          schedules.settle(claim);
          return true;
        });
  }
}
