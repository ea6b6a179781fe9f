package dev.flowcell.dashboard;

import dev.flowcell.render.Sizes;
import dev.flowcell.store.Deleted;
import io.javalin.http.ConflictResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Deletes all runs that are older than some days. */
final class PruneAction implements Action.Asking {

  private static final int DAYS = 30;
  private static final int MOST = 36_500;

  @Override
  public String path() {
    return "/prune";
  }

  @Override
  public String about() {
    return "Deletes all runs that are older.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(new Input("days", "older than so many days; 30"));
  }

  @Override
  public Question question(Request request) {
    String days = Words.count(days(request), "day");
    Deleted old = request.site().store().prune(before(request), true);
    if (old.isNothing()) {
      throw new ConflictResponse("No run is older than " + days + ".");
    }
    String question =
        "Delete all runs older than %s? These are %s. Nobody can bring them back."
            .formatted(days, Words.of(old));
    return new Question(question, "Delete the old runs", "/runs");
  }

  @Override
  public String from(Request request) {
    return "/runs";
  }

  @Override
  public Done run(Request request) {
    Deleted deleted = request.site().store().prune(before(request), false);
    long freed = request.site().discard(deleted);
    return new Done(
        "/runs", "Deleted: %s; freed %s.".formatted(Words.of(deleted), Sizes.megabytes(freed)));
  }

  private static int days(Request request) {
    return request.number("days", DAYS, MOST);
  }

  private static Instant before(Request request) {
    return request.site().clock().instant().minus(Duration.ofDays(days(request)));
  }
}
