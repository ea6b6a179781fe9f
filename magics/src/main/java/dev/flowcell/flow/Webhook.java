package dev.flowcell.flow;

import java.net.URI;

/**
 * Who is told of the ends of a flow's runs.
 *
 * @param address the address of a webhook, or {@code secret:NAME} for a secret that is one
 * @param onlyFailures whether runs that Completed are not told of
 */
public record Webhook(String address, boolean onlyFailures) {

  /** What an address begins with that is the name of a secret. */
  public static final String SECRET = "secret:";

  public Webhook {
    if (!address.startsWith(SECRET)) {
      var unused = uri(address);
    }
  }

  /**
   * An address of a webhook.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static URI uri(String address) {
    URI uri = null;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      // said below, without what may be a secret
    }
    if (uri == null
        || uri.getHost() == null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw new IllegalArgumentException(
          "needs an address such as https://example.org/hook, or secret:NAME for one that nobody"
              + " may see");
    }
    return uri;
  }
}
