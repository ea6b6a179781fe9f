package dev.flowcell.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A flow that is to run at certain times.
 *
 * @param name what it is called by; one store has one schedule of a name
 * @param flow the name of the flow
 * @param notebook the file of the notebook whose sessions run it, as flow runs name it
 * @param timing when it is due
 * @param parameters what the flow is called with: by name, each as text
 * @param catchUp what becomes of missed times
 * @param overlap what becomes of a time that comes while a run goes on
 * @param rerunsCrashed whether a run whose process has died is started again
 * @param isPaused whether nothing is due until it is resumed
 * @param next when it is due next, claimed by nobody yet; null where it never is again
 */
public record Schedule(
    String name,
    String flow,
    String notebook,
    Timing timing,
    Map<String, String> parameters,
    CatchUp catchUp,
    Overlap overlap,
    boolean rerunsCrashed,
    boolean isPaused,
    @Nullable Instant next) {

  public Schedule {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** The same with another due time. */
  public Schedule withNext(@Nullable Instant due) {
    return new Schedule(
        name, flow, notebook, timing, parameters, catchUp, overlap, rerunsCrashed, isPaused, due);
  }

  /** The same, paused; what comes meanwhile is not made up for. */
  public Schedule paused() {
    return new Schedule(
        name, flow, notebook, timing, parameters, catchUp, overlap, rerunsCrashed, true, next);
  }

  /** The same, due again from now on. */
  public Schedule resumed(Instant now) {
    return new Schedule(
        name,
        flow,
        notebook,
        timing,
        parameters,
        catchUp,
        overlap,
        rerunsCrashed,
        false,
        timing.after(now).orElse(null));
  }

  /** When it is due, or empty while it is paused or where it never is again. */
  public Optional<Instant> due() {
    return isPaused ? Optional.empty() : Optional.ofNullable(next);
  }

  /** The next due times, at most so many; none while it is paused. */
  public List<Instant> upcoming(int most) {
    List<Instant> times = new ArrayList<>();
    for (Optional<Instant> time = due();
        time.isPresent() && times.size() < most;
        time = timing.after(time.get())) {
      times.add(time.get());
    }
    return times;
  }

  /** Why there is a run of it, as the run's first state says. */
  public String reason(Instant due) {
    return reasonBegins() + due;
  }

  /** Whether such a reason is this schedule's. */
  public boolean hasMade(String reason) {
    return reason.startsWith(reasonBegins());
  }

  private String reasonBegins() {
    return "by schedule " + name + " for ";
  }
}
