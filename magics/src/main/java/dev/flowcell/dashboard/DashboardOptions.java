package dev.flowcell.dashboard;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Where a dashboard is served, and who may see it.
 *
 * @param host the address or name it listens at; {@link #LOOPBACK} for this machine only
 * @param port the port; where it is taken, one of the next, or any; 0 for any
 * @param token what a visitor has to know, in letters, digits and {@code - _ . ~}
 */
public record DashboardOptions(String host, int port, String token) {

  /** Nobody else than programs of this machine reaches it. */
  public static final String LOOPBACK = "127.0.0.1";

  /** The port, if nothing else is asked for. */
  public static final int PORT = 4200;

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.~-]{16,256}");

  /**
   * Where a dashboard is served.
   *
   * @throws IllegalArgumentException when the port is none or the token could be guessed; the
   *     message says what to do
   */
  public DashboardOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
    }
    if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException(
          "the token needs 16 to 256 letters, digits or - _ . ~, so that nobody guesses it");
    }
  }

  /** For this machine only, with a token of its own. */
  public static DashboardOptions local(int port) {
    return new DashboardOptions(LOOPBACK, port, newToken());
  }

  /** A token that nobody guesses. */
  public static String newToken() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
