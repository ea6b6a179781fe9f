package dev.flowcell.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.schedule.CatchUp;
import dev.flowcell.schedule.Overlap;
import dev.flowcell.schedule.Schedule;
import dev.flowcell.schedule.Timing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleViewTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final Schedule HOURLY =
      new Schedule(
          "nightly",
          "exam",
          "/n.ipynb",
          new Timing.Every(Duration.ofHours(1), NOON),
          Map.of(),
          CatchUp.NONE,
          Overlap.SKIP,
          false,
          false,
          NOON);

  @Test
  void what_nobody_runs_when_it_is_due_is_overdue() {
    assertThat(next(HOURLY, NOON.minusSeconds(60))).isEqualTo("Sun 2026-03-01 12:00:00 Z");
    assertThat(next(HOURLY, NOON.plusSeconds(5))).isEqualTo("Sun 2026-03-01 12:00:00 Z");
    assertThat(next(HOURLY, NOON.plusSeconds(60)))
        .isEqualTo("overdue since Sun 2026-03-01 12:00:00 Z");
    assertThat(next(HOURLY.paused(), NOON.plusSeconds(60))).isEqualTo("paused");
    assertThat(next(HOURLY.withNext(null), NOON)).isEqualTo("never");
  }

  private static String next(Schedule schedule, Instant now) {
    return ScheduleView.next(schedule, Clock.fixed(now, ZoneOffset.UTC), "never");
  }
}
