package dev.flowcell.live;

import dev.flowcell.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A beat on a fake clock: steps that are due run when time is let pass, or at once. */
final class FakeBeat implements Beat {

  private record Due(Instant at, Runnable step) {}

  private final FakeClock clock;
  private final List<Due> later = new ArrayList<>();

  FakeBeat(FakeClock clock) {
    this.clock = clock;
  }

  @Override
  public void after(Duration delay, Runnable step) {
    if (delay.isZero()) {
      step.run();
    } else {
      later.add(new Due(clock.instant().plus(delay), step));
    }
  }

  /** Lets time pass; every step runs at its time. */
  void pass(Duration time) {
    Instant end = clock.instant().plus(time);
    while (true) {
      Due next = later.stream().min(Comparator.comparing(Due::at)).orElse(null);
      if (next == null || next.at().isAfter(end)) {
        clock.advance(Duration.between(clock.instant(), end));
        return;
      }
      later.remove(next);
      clock.advance(Duration.between(clock.instant(), next.at()));
      next.step().run();
    }
  }

  /** How many steps are still to come. */
  int waiting() {
    return later.size();
  }

  @Override
  public void close() {
    later.clear();
  }
}
