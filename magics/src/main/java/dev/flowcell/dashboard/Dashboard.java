package dev.flowcell.dashboard;

import dev.flowcell.store.RunStore;
import dev.flowcell.store.results.Results;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A web page over a run store, served until it is closed. Whoever opens {@link #address} sees and
 * may do everything; without its token nobody sees anything. Thread-safe.
 */
public final class Dashboard implements AutoCloseable {

  /** How many ports behind the wanted one are tried. */
  private static final int NEIGHBOURS = 20;

  private final Javalin server;
  private final Live live;
  private final URI address;

  private Dashboard(Javalin server, Live live, URI address) {
    this.server = server;
    this.live = live;
    this.address = address;
  }

  /**
   * Serves the store.
   *
   * @param store stays its owner's to close, after the dashboard
   * @param results keeps the files of what tasks returned; those of deleted runs go with them; null
   *     where there are none
   * @param clock tells the time, in the zone that pages tell times in
   * @throws IOException when it can't listen at the host; the message says why
   */
  public static Dashboard start(
      RunStore store, @Nullable Results results, DashboardOptions options, Clock clock)
      throws IOException {
    int port = freePort(options);
    Access access = new Access(options, port);
    Live live = new Live(store);
    Site site = new Site(store, results, clock, access, live, new Notes(), new Templates());
    try {
      Javalin server = Server.start(site, options.host(), port);
      return new Dashboard(server, live, address(options, port));
    } catch (RuntimeException e) {
      live.close();
      throw new IOException(
          "the dashboard can't be served at %s:%d: %s"
              .formatted(options.host(), port, e.getMessage()),
          e);
    }
  }

  /** The wanted port, or one of the next that nobody has taken, or any. */
  private static int freePort(DashboardOptions options) throws IOException {
    InetAddress host = InetAddress.getByName(options.host());
    int last = Math.min(options.port() + NEIGHBOURS, 65_535);
    for (int port = options.port(); port > 0 && port <= last; port++) {
      try (ServerSocket free = new ServerSocket(port, 1, host)) {
        return free.getLocalPort();
      } catch (IOException e) {
        // taken, or the host is not ours, which is said below
      }
    }
    try (ServerSocket free = new ServerSocket(0, 1, host)) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new IOException(
          "the dashboard can't listen at %s: %s".formatted(options.host(), e.getMessage()), e);
    }
  }

  private static URI address(DashboardOptions options, int port) {
    String host = options.host();
    String name = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
    String written = name.contains(":") ? "[" + name + "]" : name;
    return URI.create("http://%s:%d/?token=%s".formatted(written, port, options.token()));
  }

  /** Where it is, with the token. */
  public URI address() {
    return address;
  }

  /** Where it is served: the wanted port, or the one that was free. */
  public int port() {
    return address.getPort();
  }

  /** Stops serving. */
  @Override
  public void close() {
    live.close();
    server.stop();
  }
}
