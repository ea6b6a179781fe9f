package dev.flowcell.engine;

import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Makes ids of runs: ULIDs in lower case, 26 characters of Crockford's base 32. Ids of one process
 * grow strictly; ids of several processes are ordered by millisecond and differ by chance. The last
 * six characters, by which a person names a run, are random in every id. Thread-safe.
 */
final class RunIds {

  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int TIME_DIGITS = 10;
  private static final int SERIES_DIGITS = 10;
  private static final int END_DIGITS = 6;

  private final Clock clock;
  private final RandomGenerator random;
  private long millis = -1;
  private long series;

  RunIds(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  synchronized String next() {
    long now = clock.millis();
    if (now > millis) {
      millis = now;
      // one bit less than there is room for, so that counting up never overflows
      series = random.nextLong(1L << (5 * SERIES_DIGITS - 1));
    } else {
      series++;
    }
    char[] id = new char[TIME_DIGITS + SERIES_DIGITS + END_DIGITS];
    write(millis, id, 0, TIME_DIGITS);
    write(series, id, TIME_DIGITS, SERIES_DIGITS);
    write(random.nextLong(), id, TIME_DIGITS + SERIES_DIGITS, END_DIGITS);
    return new String(id);
  }

  private static void write(long number, char[] into, int start, int digits) {
    long rest = number;
    for (int i = start + digits - 1; i >= start; i--) {
      into[i] = DIGITS[(int) (rest & 31)];
      rest >>>= 5;
    }
  }
}
