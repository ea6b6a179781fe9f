package dev.flowcell.store.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at what others write into a database: where the database tells of it, when it does, else
 * again and again. Used by the writing thread; only the bell rings on any.
 */
final class Lookout {

  /** Between looks for somebody who waits at a page, and at least between any two. */
  private static final Duration HURRY = Duration.ofMillis(100);

  private static final Duration WITHOUT_HURRY = Duration.ofMillis(500);

  /** The same where the bell rings; who shares a folder by other means may not be heard. */
  private static final Duration WITH_BELL = Duration.ofSeconds(30);

  private final Runnable wake;
  private long lookedAt;
  private boolean isListening;
  private boolean hasBell;
  private volatile boolean isRung;

  /**
   * @param wake has the writing thread ask how long it may sleep
   */
  Lookout(Runnable wake) {
    this.wake = wake;
  }

  /** Another database was opened, or the same one anew: nobody listens to it yet. */
  void leave() {
    isListening = false;
  }

  /**
   * What others have written since the last look, as {@link News#look} tells it; anything, as soon
   * as somebody wants to know.
   */
  Optional<Set<String>> look(News news, boolean isWanted, boolean isInHurry) throws SQLException {
    if (isWanted != isListening) {
      isListening = isWanted;
      return isWanted ? begin(news) : end(news);
    }
    if (!isWanted || !untilNext(isInHurry).isNegative()) {
      return Optional.empty();
    }
    isRung = false; // before the look: what rings meanwhile is looked at again
    lookedAt = System.nanoTime();
    return news.look();
  }

  private Optional<Set<String>> begin(News news) throws SQLException {
    hasBell = news.listen(this::ring);
    lookedAt = System.nanoTime();
    return Optional.of(Set.of());
  }

  private static Optional<Set<String>> end(News news) throws SQLException {
    news.ignore();
    return Optional.empty();
  }

  private void ring() {
    isRung = true;
    wake.run();
  }

  /** How long there is nothing to look at. */
  Duration untilNext(boolean isInHurry) {
    return isListening
        ? Duration.ofNanos(lookedAt + between(isInHurry).toNanos() - System.nanoTime())
        : Folding.NO_END;
  }

  private Duration between(boolean isInHurry) {
    if (isRung) {
      return HURRY;
    }
    if (hasBell) {
      return WITH_BELL;
    }
    return isInHurry ? HURRY : WITHOUT_HURRY;
  }
}
