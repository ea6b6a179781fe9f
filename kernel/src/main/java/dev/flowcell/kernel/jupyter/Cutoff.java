package dev.flowcell.kernel.jupyter;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment that parts the cells sent before it from those sent behind it: an interrupt, or the
 * error that aborts what is queued.
 *
 * <p>Messages of two sockets overtake each other on their way, so that the order of arrival alone
 * would lose an interrupt sent right behind its cell. The dates in their headers tell, where one
 * clock wrote both. They may be of two clocks (a browser's and a server's), and clocks get set; so
 * they are asked only about messages that arrived within a second of each other.
 *
 * @param session the sender, whose dates are of one clock
 * @param sent by the sender's clock
 * @param arrived by {@link System#nanoTime}
 */
record Cutoff(String session, Instant sent, long arrived) {

  private static final long SOON = Duration.ofSeconds(1).toNanos();

  /** The moment a message was sent. */
  static Cutoff at(Request<?> request) {
    return new Cutoff(request.session(), request.sent(), request.arrived());
  }

  /** Whether that message was sent before this moment. */
  boolean covers(Request<?> request) {
    long behind = request.arrived() - arrived;
    boolean arrivedBefore = behind <= 0;
    if (Math.abs(behind) > SOON) {
      return arrivedBefore;
    }
    boolean sentBefore = !request.sent().isAfter(sent);
    return session.equals(request.session()) ? sentBefore : arrivedBefore || sentBefore;
  }
}
