package dev.flowcell.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.run.FlowRun;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import dev.flowcell.store.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every store promises of schedules. */
public abstract class ScheduleStoreContract {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant ONE = Instant.parse("2026-03-01T13:00:00Z");
  private static final Timing HOURLY = new Timing.Every(Duration.ofHours(1), NOON);

  private final List<RunStore> opened = new ArrayList<>();

  /** Opens a store; every one opened in a test shares its schedules, where the kind can share. */
  protected abstract RunStore open();

  private ScheduleStore store() {
    return runs().schedules();
  }

  private RunStore runs() {
    RunStore store = open();
    opened.add(store);
    return store;
  }

  @AfterEach
  void close_all() {
    opened.forEach(RunStore::close);
  }

  @Test
  void a_schedule_comes_back_as_it_was() {
    ScheduleStore store = store();
    Schedule hourly =
        new Schedule(
            "hourly",
            "exam",
            "/n.ipynb",
            HOURLY,
            Map.of("year", "2026", "name", "\"ü\"\u0000"),
            CatchUp.LAST,
            Overlap.QUEUE,
            true,
            true,
            ONE);
    Schedule over = schedule("over", new Timing.At(NOON), null);
    store.put(over);
    store.put(hourly);

    assertThat(store.all()).containsExactly(hourly, over);
    assertThat(store.find("hourly")).contains(hourly);
    assertThat(store.find("nobody")).isEmpty();
  }

  @Test
  void a_schedule_takes_the_place_of_another_of_its_name() {
    ScheduleStore store = store();
    Timing daily = new Timing.AtCron("0 6 * * *", ZoneId.of("Europe/Zurich"));
    store.put(schedule("a", HOURLY, ONE));
    store.put(schedule("a", daily, NOON));

    assertThat(store.all()).containsExactly(schedule("a", daily, NOON));
    assertThat(store.delete("a")).isTrue();
    assertThat(store.delete("a")).isFalse();
    assertThat(store.all()).isEmpty();
  }

  @Test
  void a_due_time_that_was_taken_does_not_come_back_when_a_schedule_is_changed() {
    ScheduleStore store = store();
    Schedule read = schedule("a", HOURLY, NOON);
    Schedule once = schedule("once", new Timing.At(NOON), NOON);
    store.put(read);
    store.put(once);
    store.advance(read, ONE, new Claim("a", NOON, "run-1", NOON, 0));
    store.advance(once, null, new Claim("once", NOON, "run-2", NOON, 0));
    store.put(read.paused());
    store.put(once);

    assertThat(store.all()).containsExactly(read.paused().withNext(ONE), once.withNext(null));
  }

  @Test
  void a_schedule_that_is_due_never_again_can_be_told_so() {
    ScheduleStore store = store();
    store.put(schedule("once", new Timing.At(NOON), NOON).paused());
    store.put(schedule("once", new Timing.At(NOON), null));

    assertThat(store.all()).containsExactly(schedule("once", new Timing.At(NOON), null));
  }

  @Test
  void a_due_time_is_taken_by_one_of_many() throws Exception {
    List<ScheduleStore> stores = List.of(store(), store(), store());
    Schedule schedule = schedule("a", HOURLY, NOON);
    stores.get(0).put(schedule);

    List<Callable<Boolean>> tries = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ScheduleStore one = stores.get(i % 3);
      Claim claim = new Claim("a", NOON, "run-" + i, NOON, 0);
      tries.add(() -> one.advance(schedule, ONE, claim));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    int taken = 0;
    for (Future<Boolean> one : threads.invokeAll(tries)) {
      taken += one.get() ? 1 : 0;
    }
    threads.shutdown();

    assertThat(taken).isEqualTo(1);
    assertThat(stores.get(0).all()).containsExactly(schedule("a", HOURLY, ONE));
    assertThat(stores.get(0).openClaims()).hasSize(1);
  }

  @Test
  void nothing_is_taken_of_a_paused_schedule() {
    ScheduleStore store = store();
    Schedule schedule = schedule("a", HOURLY, NOON);
    store.put(schedule.paused());

    assertThat(store.advance(schedule, ONE, new Claim("a", NOON, "1", NOON, 0))).isFalse();
    assertThat(store.openClaims()).isEmpty();
  }

  @Test
  void a_claim_is_open_until_it_is_settled_and_knows_how_far_its_run_is() {
    RunStore runs = runs();
    ScheduleStore store = runs.schedules();
    Schedule schedule = schedule("a", HOURLY, NOON);
    store.put(schedule);
    Claim claim = new Claim("a", NOON, "01A", NOON.plusMillis(3), 0);
    assertThat(store.advance(schedule, ONE, claim)).isTrue();
    assertThat(store.openClaims())
        .containsExactly(new OpenClaim(claim, OpenClaim.Standing.UNKNOWN));

    runs.onEvent(
        new RunEvent.FlowRunCreated(
            new FlowRun(
                "01A", "exam", null, Map.of(), "", 1, "", NOON, List.of(State.pending(NOON)))));
    runs.flush(Duration.ofSeconds(60));
    assertThat(store.openClaims())
        .containsExactly(new OpenClaim(claim, OpenClaim.Standing.UNDER_WAY));

    runs.onEvent(new RunEvent.FlowRunChanged("01A", State.completed(ONE, 1)));
    runs.flush(Duration.ofSeconds(60));
    assertThat(store.openClaims()).containsExactly(new OpenClaim(claim, OpenClaim.Standing.ENDED));

    assertThat(store.settle(claim)).isTrue();
    assertThat(store.settle(claim)).isFalse();
    assertThat(store.openClaims()).isEmpty();
  }

  @Test
  void a_claim_is_taken_over_by_one() {
    ScheduleStore store = store();
    Schedule schedule = schedule("a", HOURLY, NOON);
    store.put(schedule);
    Claim claim = new Claim("a", NOON, "01A", NOON, 0);
    store.advance(schedule, ONE, claim);

    assertThat(store.takeOver(claim, claim.again("01B", ONE))).isTrue();
    assertThat(store.takeOver(claim, claim.again("01C", ONE))).isFalse();
    assertThat(store.openClaims())
        .extracting(OpenClaim::claim)
        .containsExactly(new Claim("a", NOON, "01B", ONE, 1));
  }

  private static Schedule schedule(String name, Timing timing, @Nullable Instant next) {
    return new Schedule(
        name, "exam", "/n.ipynb", timing, Map.of(), CatchUp.NONE, Overlap.SKIP, false, false, next);
  }
}
