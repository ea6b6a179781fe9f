package dev.flowcell.dashboard;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may see and do what. A visitor shows the token once, in the address or the log-in form, and
 * gets a cookie; a program sends the token with each request. Thread-safe.
 *
 * <p>The Host header is checked against names that a stranger's DNS can't bend to here. What
 * changes something is a POST that either carries the token in its header, which no other site can
 * send, or comes from a page of ours: by its Origin and by a secret in its form.
 */
final class Access {

  /** The name of the form field that other sites can't know. */
  static final String FORM_FIELD = "form";

  private static final String TOKEN = "token";

  /** The pages run no script but ours and load nothing from elsewhere. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:;"
          // the run view is made for notebooks, where only style attributes survive
          + " style-src "
          + StyleSheet.HASH
          + "; style-src-attr 'unsafe-inline';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final String token;
  private final String session = DashboardOptions.newToken();
  private final String form = DashboardOptions.newToken();
  private final String cookie;
  private final Set<String> hosts;

  /**
   * The access to one dashboard.
   *
   * @param port where it is served
   */
  Access(DashboardOptions options, int port) {
    this.token = options.token();
    // cookies of one host are shared by all its ports
    this.cookie = "flowcell-" + port;
    this.hosts = hosts(options.host(), port);
  }

  /** The secret that forms carry. */
  String form() {
    return form;
  }

  /**
   * Lets a request pass.
   *
   * @throws ForbiddenResponse when it was made by somebody else's page
   * @throws UnauthorizedResponse when it shows no token
   */
  void check(Context http) {
    http.header("Content-Security-Policy", POLICY);
    http.header("X-Content-Type-Options", "nosniff");
    // no-referrer would take the Origin from our own forms, too
    http.header("Referrer-Policy", "same-origin");
    http.header("Cross-Origin-Resource-Policy", "same-origin");
    http.header("Cache-Control", "private, no-cache");
    String host = host(http);
    if (!hosts.contains(host)) {
      throw new ForbiddenResponse(
          "the dashboard is not called '" + host + "'; open the address that it printed");
    }
    String origin = http.header("Origin");
    if (origin != null && !origin.equals("http://" + host)) {
      throw new ForbiddenResponse("the request came from a page of " + origin);
    }
    if (isOpen(http) || isProgram(http)) {
      return;
    }
    if (!isSame(http.cookie(cookie), session)) {
      throw new UnauthorizedResponse("the token is missing");
    }
    if (isChange(http) && (origin == null || !isSame(http.formParam(FORM_FIELD), form))) {
      throw new ForbiddenResponse("the form is not of this dashboard; load the page again");
    }
  }

  /** What shows nothing of any run. */
  private static boolean isOpen(Context http) {
    return http.path().startsWith(StaticFiles.PATH) || http.path().equals("/login");
  }

  private boolean isProgram(Context http) {
    String header = http.header("Authorization");
    if (header != null) {
      return isSame(header.replaceFirst("(?i)^(bearer|token) +", ""), token);
    }
    return !isChange(http) && isSame(http.queryParam(TOKEN), token);
  }

  private static boolean isChange(Context http) {
    return http.method() != HandlerType.GET && http.method() != HandlerType.HEAD;
  }

  /** Whether a visitor has just come with the token in the address of a page. */
  boolean isArrival(Context http) {
    return http.method() == HandlerType.GET
        && !http.path().startsWith("/api/")
        && isSame(http.queryParam(TOKEN), token);
  }

  /** Whether the log-in form brought the token. */
  boolean isLogin(Context http) {
    return isSame(http.formParam(TOKEN), token);
  }

  /** Gives the visitor the cookie that stands for the token. */
  void admit(Context http) {
    Cookie admission = new Cookie(cookie, session);
    admission.setHttpOnly(true);
    admission.setSameSite(SameSite.STRICT);
    http.cookie(admission);
  }

  /** Takes as long for a near guess as for a far one. */
  private static boolean isSame(@Nullable String given, String secret) {
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }

  private static String host(Context http) {
    String host = http.header("Host");
    return host == null ? "" : host.toLowerCase(Locale.ROOT);
  }

  /** What a Host header may say. */
  private static Set<String> hosts(String host, int port) {
    Set<String> names = new HashSet<>(List.of("localhost", DashboardOptions.LOOPBACK, "::1", host));
    if (isAny(host)) {
      names.addAll(namesOfThisMachine());
    }
    Set<String> hosts = new HashSet<>();
    for (String name : names) {
      String written = name.contains(":") ? "[" + name + "]" : name.toLowerCase(Locale.ROOT);
      hosts.add(written + ":" + port);
      if (port == 80) {
        hosts.add(written);
      }
    }
    return hosts;
  }

  private static boolean isAny(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      return false; // the server says so when it listens
    }
  }

  private static Set<String> namesOfThisMachine() {
    Set<String> names = new HashSet<>();
    try {
      InetAddress here = InetAddress.getLocalHost();
      names.add(here.getHostName());
      names.add(here.getCanonicalHostName());
    } catch (UnknownHostException e) {
      // it has no name; addresses follow
    }
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
          .forEach(names::add);
    } catch (SocketException e) {
      // then by name only
    }
    return names;
  }
}
