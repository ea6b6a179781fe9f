package dev.flowcell.schedule.clockwork;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.run.State;
import dev.flowcell.schedule.CatchUp;
import dev.flowcell.schedule.Claim;
import dev.flowcell.schedule.InMemorySchedules;
import dev.flowcell.schedule.OpenClaim.Standing;
import dev.flowcell.schedule.Overlap;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.schedule.ScheduleStore;
import dev.flowcell.schedule.Timing;
import dev.flowcell.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClockworkTest {

  private static final Instant START = FakeClock.START;
  private static final Timing EVERY_MINUTE = new Timing.Every(Duration.ofMinutes(1), START);

  private final FakeClock clock = new FakeClock();
  private final Map<String, Standing> standings = new ConcurrentHashMap<>();
  private final ScheduleStore store =
      new InMemorySchedules(id -> standings.getOrDefault(id, Standing.UNKNOWN));
  private final FakeStarter here = new FakeStarter("here");
  private final Clockwork clockwork = new Clockwork(store, here, clock);

  @Test
  void nothing_is_started_before_its_time_and_once_at_it() {
    put(CatchUp.NONE, Overlap.SKIP);

    assertThat(clockwork.look()).isEqualTo(Clockwork.BETWEEN_LOOKS);
    pass(Duration.ofSeconds(58));
    assertThat(clockwork.look()).isEqualTo(Duration.ofSeconds(2));
    assertThat(here.started).isEmpty();

    pass(Duration.ofSeconds(2));
    clockwork.look();
    clockwork.look();
    assertThat(here.dueTimes()).containsExactly(minute(1));
    assertThat(here.states("here-1")).containsExactly("Scheduled");
    assertThat(store.find("a").orElseThrow().next()).isEqualTo(minute(2));
  }

  @Test
  void without_flows_nobody_looks_until_it_is_rung() {
    here.flows.clear();
    put(CatchUp.NONE, Overlap.SKIP);

    assertThat(clockwork.look()).isEqualTo(Clockwork.WITHOUT_FLOWS);

    here.flows.add("exam");
    assertThat(clockwork.look()).isEqualTo(Clockwork.BETWEEN_LOOKS);
  }

  @Test
  void of_several_that_share_a_store_one_starts_each_run() {
    FakeStarter there = new FakeStarter("there");
    Clockwork other = new Clockwork(store, there, clock);
    put(CatchUp.NONE, Overlap.ALLOW);
    clockwork.look();
    other.look();

    for (int i = 0; i < 6; i++) {
      pass(Duration.ofMinutes(1));
      (i % 2 == 0 ? clockwork : other).look();
      (i % 2 == 0 ? other : clockwork).look();
    }

    assertThat(here.dueTimes()).containsExactly(minute(1), minute(3), minute(5));
    assertThat(there.dueTimes()).containsExactly(minute(2), minute(4), minute(6));
  }

  @Test
  void missed_times_are_left_out_where_nothing_is_said() {
    put(CatchUp.NONE, Overlap.SKIP);
    pass(Duration.ofMinutes(5).plusSeconds(30));
    clockwork.look();

    assertThat(here.started).isEmpty();
    assertThat(store.find("a").orElseThrow().next()).isEqualTo(minute(6));
  }

  @Test
  void the_last_missed_time_is_made_up_for_and_late() {
    put(CatchUp.LAST, Overlap.SKIP);
    pass(Duration.ofMinutes(5).plusSeconds(30));
    clockwork.look();

    assertThat(here.dueTimes()).containsExactly(minute(5));
    assertThat(here.states("here-1")).containsExactly("Scheduled", "Late");
    assertThat(store.find("a").orElseThrow().next()).isEqualTo(minute(6));
  }

  @Test
  void all_missed_times_are_made_up_for_one_after_the_other() {
    put(CatchUp.ALL, Overlap.SKIP);
    pass(Duration.ofMinutes(3).plusSeconds(30));
    clockwork.look();
    assertThat(here.dueTimes()).containsExactly(minute(1));

    here.end("here-1");
    clockwork.look();
    assertThat(here.dueTimes()).containsExactly(minute(1), minute(2));

    here.end("here-2");
    clockwork.look();
    here.end("here-3");
    clockwork.look();
    assertThat(here.dueTimes()).containsExactly(minute(1), minute(2), minute(3));
    assertThat(here.recorded).isEmpty();
  }

  @Test
  void what_came_shortly_before_anybody_was_there_is_made_up_for_too_and_not_skipped() {
    put(CatchUp.ALL, Overlap.SKIP);
    pass(Duration.ofMinutes(2).plusSeconds(5));
    clockwork.look();
    here.end("here-1");
    clockwork.look();

    assertThat(here.dueTimes()).containsExactly(minute(1), minute(2));
    assertThat(here.recorded).isEmpty();
  }

  @Test
  void a_time_shortly_before_anybody_came_is_not_missed() {
    put(CatchUp.NONE, Overlap.SKIP);
    pass(Duration.ofSeconds(65));
    clockwork.look();

    assertThat(here.dueTimes()).containsExactly(minute(1));
    assertThat(here.states("here-1")).containsExactly("Scheduled", "Late");
  }

  @Test
  void while_a_run_goes_on_the_next_is_skipped_and_says_so() {
    put(CatchUp.NONE, Overlap.SKIP);
    clockwork.look();
    pass(Duration.ofMinutes(1));
    clockwork.look();
    pass(Duration.ofMinutes(1));
    clockwork.look();

    assertThat(here.dueTimes()).containsExactly(minute(1));
    assertThat(here.recorded.get("here-2"))
        .extracting(State::name)
        .containsExactly("Scheduled", "Skipped");

    here.end("here-1");
    pass(Duration.ofMinutes(1));
    clockwork.look();
    assertThat(here.dueTimes()).containsExactly(minute(1), minute(3));
  }

  @Test
  void a_queued_time_waits_for_the_run_before_it_and_is_never_lost() {
    put(CatchUp.NONE, Overlap.QUEUE);
    clockwork.look();
    for (int i = 0; i < 40; i++) {
      pass(Duration.ofSeconds(5));
      clockwork.look();
    }
    assertThat(here.dueTimes()).containsExactly(minute(1));

    here.end("here-1");
    clockwork.look();
    assertThat(here.dueTimes()).containsExactly(minute(1), minute(2));
    assertThat(here.states("here-2")).containsExactly("Scheduled", "Late");
    here.end("here-2");
    clockwork.look();
    assertThat(here.dueTimes()).containsExactly(minute(1), minute(2), minute(3));
  }

  @Test
  void runs_that_may_overlap_do() {
    put(CatchUp.NONE, Overlap.ALLOW);
    clockwork.look();
    pass(Duration.ofMinutes(1));
    clockwork.look();
    pass(Duration.ofMinutes(1));
    clockwork.look();

    assertThat(here.dueTimes()).containsExactly(minute(1), minute(2));
  }

  @Test
  void times_that_come_while_the_machine_sleeps_are_missed() {
    put(CatchUp.NONE, Overlap.SKIP);
    clockwork.look();
    pass(Duration.ofHours(8).plusSeconds(30));
    clockwork.look();

    assertThat(here.started).isEmpty();
    assertThat(store.find("a").orElseThrow().next()).isEqualTo(minute(8 * 60 + 1));
  }

  @Test
  void a_paused_schedule_rests_and_makes_up_for_nothing() {
    put(CatchUp.ALL, Overlap.SKIP);
    clockwork.look();
    store.put(schedule(CatchUp.ALL, Overlap.SKIP, false).paused());
    pass(Duration.ofMinutes(3));
    clockwork.look();
    assertThat(here.started).isEmpty();

    store.put(store.find("a").orElseThrow().resumed(clock.instant()));
    clockwork.look();
    assertThat(here.started).isEmpty();
    pass(Duration.ofMinutes(1));
    clockwork.look();
    assertThat(here.dueTimes()).containsExactly(minute(4));
  }

  @Test
  void a_schedule_of_another_notebook_is_left_to_it() {
    put(CatchUp.NONE, Overlap.SKIP);
    here.flows.clear();
    clockwork.look();
    pass(Duration.ofMinutes(1));
    clockwork.look();

    assertThat(here.started).isEmpty();
    assertThat(store.find("a").orElseThrow().next()).isEqualTo(minute(1));
  }

  @Test
  void what_a_dead_process_would_have_run_next_is_taken_by_the_others() {
    FakeStarter there = new FakeStarter("there");
    Clockwork other = new Clockwork(store, there, clock);
    put(CatchUp.NONE, Overlap.SKIP);
    clockwork.look();
    other.look();
    pass(Duration.ofMinutes(1));
    clockwork.look(); // and is killed
    standings.put("here-1", Standing.CRASHED);

    pass(Duration.ofMinutes(1));
    other.look();

    assertThat(there.dueTimes()).containsExactly(minute(2));
    assertThat(store.openClaims())
        .extracting(each -> each.claim().due())
        .containsExactly(minute(2));
  }

  @Test
  void one_of_those_who_find_a_crashed_run_is_told_of_it() {
    FakeStarter there = new FakeStarter("there");
    Clockwork other = new Clockwork(store, there, clock);
    put(CatchUp.NONE, Overlap.SKIP);
    store.advance(
        store.find("a").orElseThrow(), minute(9), new Claim("a", minute(1), "x", START, 0));
    standings.put("x", Standing.CRASHED);

    clockwork.look();
    other.look();
    clockwork.look();

    assertThat(here.crashed).containsExactly("x");
    assertThat(there.crashed).isEmpty();
  }

  @Test
  void a_crashed_run_is_started_again_only_where_that_is_wanted() {
    Clockwork other = new Clockwork(store, new FakeStarter("there"), clock);
    store.put(schedule(CatchUp.NONE, Overlap.SKIP, true));
    clockwork.look();
    other.look();
    pass(Duration.ofMinutes(1));
    other.look(); // and is killed
    standings.put("there-1", Standing.CRASHED);

    pass(Duration.ofSeconds(5));
    clockwork.look();
    clockwork.look();

    assertThat(here.dueTimes()).containsExactly(minute(1));
    assertThat(store.openClaims())
        .extracting(each -> each.claim())
        .containsExactly(new Claim("a", minute(1), "here-1", clock.instant(), 1));
    assertThat(here.crashed).containsExactly("there-1");
  }

  @Test
  void a_run_that_kills_its_process_each_time_is_given_up() {
    store.put(schedule(CatchUp.NONE, Overlap.SKIP, true));
    Schedule taken = store.find("a").orElseThrow();
    store.advance(taken, minute(2), new Claim("a", minute(1), "x", START, 3));
    standings.put("x", Standing.CRASHED);

    clockwork.look();

    assertThat(here.started).isEmpty();
    assertThat(store.openClaims()).isEmpty();
  }

  @Test
  void a_claim_whose_process_died_before_its_run_began_is_shown_as_crashed() {
    put(CatchUp.NONE, Overlap.SKIP);
    Schedule taken = store.find("a").orElseThrow();
    store.advance(taken, minute(9), new Claim("a", minute(1), "x", START, 0));

    clockwork.look();
    assertThat(here.recorded).isEmpty();

    pass(Duration.ofSeconds(61));
    clockwork.look();
    assertThat(here.recorded.get("x"))
        .extracting(State::name)
        .containsExactly("Scheduled", "Crashed");
    assertThat(store.openClaims()).isEmpty();
  }

  @Test
  void its_thread_starts_what_is_due_as_soon_as_it_is_declared() throws Exception {
    try (Clockwork running = new Clockwork(store, here, clock)) {
      running.begin();
      store.put(schedule(CatchUp.NONE, Overlap.SKIP, false).withNext(START));

      assertThat(here.starts.poll(60, TimeUnit.SECONDS)).isEqualTo("here-1");
      here.end("here-1");
      running.awaitIdle();
    }
  }

  @Test
  void without_schedules_its_thread_looks_when_another_process_may_have_made_one()
      throws Exception {
    here.flows.clear();
    here.flows.add("another");
    store.put(schedule(CatchUp.NONE, Overlap.SKIP, false).withNext(START));
    assertThat(clockwork.look()).isEqualTo(Clockwork.WITHOUT_SCHEDULES);
    here.asked.clear();
    try (Clockwork running = new Clockwork(store, here, clock)) {
      running.begin();
      assertThat(here.asked.poll(60, TimeUnit.SECONDS)).isEqualTo(false);
      here.flows.add("exam");
      running.ringSoon();

      assertThat(here.starts.poll(30, TimeUnit.SECONDS)).isEqualTo("here-1");
      here.end("here-1");
      running.awaitIdle();
    }
  }

  private void put(CatchUp catchUp, Overlap overlap) {
    store.put(schedule(catchUp, overlap, false));
  }

  private static Schedule schedule(CatchUp catchUp, Overlap overlap, boolean rerunsCrashed) {
    return new Schedule(
        "a",
        "exam",
        "/n.ipynb",
        EVERY_MINUTE,
        Map.of(),
        catchUp,
        overlap,
        rerunsCrashed,
        false,
        minute(1));
  }

  private static Instant minute(int number) {
    return START.plus(Duration.ofMinutes(number));
  }

  /** As it passes for a process that is awake. */
  private void pass(Duration time) {
    clock.advance(time);
  }

  /** Starts nothing, and remembers what it was to start. */
  private final class FakeStarter implements Starter {

    private final String name;
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<String> flows = new CopyOnWriteArrayList<>(List.of("exam"));
    private final BlockingQueue<Boolean> asked = new LinkedBlockingQueue<>();
    private final Map<String, List<State>> started = new LinkedHashMap<>();
    private final Map<String, Runnable> ends = new ConcurrentHashMap<>();
    private final Map<String, List<State>> recorded = new LinkedHashMap<>();
    private final List<String> crashed = new ArrayList<>();
    private final BlockingQueue<String> starts = new LinkedBlockingQueue<>();

    FakeStarter(String name) {
      this.name = name;
    }

    @Override
    public boolean isReady() {
      return !flows.isEmpty();
    }

    @Override
    public boolean has(Schedule schedule) {
      boolean has = flows.contains(schedule.flow());
      asked.add(has);
      return has;
    }

    @Override
    public String newRunId() {
      return name + "-" + numbers.incrementAndGet();
    }

    @Override
    public void start(Schedule schedule, String flowRunId, List<State> history, Runnable ended) {
      standings.put(flowRunId, Standing.UNDER_WAY);
      ends.put(flowRunId, ended);
      started.put(flowRunId, history);
      starts.add(flowRunId);
    }

    @Override
    public void record(Schedule schedule, String flowRunId, List<State> history) {
      recorded.put(flowRunId, history);
    }

    @Override
    public void crashed(String flowRunId) {
      crashed.add(flowRunId);
    }

    void end(String flowRunId) {
      standings.put(flowRunId, Standing.ENDED);
      requireNonNull(ends.remove(flowRunId)).run();
    }

    List<Instant> dueTimes() {
      return started.values().stream()
          .map(history -> history.get(0).message())
          .map(message -> Instant.parse(message.substring(message.lastIndexOf(' ') + 1)))
          .toList();
    }

    List<String> states(String flowRunId) {
      return requireNonNull(started.get(flowRunId)).stream().map(State::name).toList();
    }
  }
}
