package dev.flowcell.store.jdbc;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a PostgreSQL database is, as an environment variable names it.
 *
 * @param server host and port, or several; may be empty
 * @param user may be empty, as may be the password
 * @param parameters what stands behind the question mark, as it stands there
 */
record PostgresAddress(
    String server, String database, String user, String password, String parameters) {

  private static final String JDBC = "jdbc:postgresql:";

  /**
   * Reads {@code jdbc:postgresql://host/db?…} or {@code postgresql://user:password@host:port/db?…},
   * as the JDBC driver and PostgreSQL's own programs write them.
   *
   * @return empty where it is neither
   */
  static Optional<PostgresAddress> parse(String url) {
    if (url.startsWith(JDBC)) {
      return parse(url.substring(JDBC.length()), false);
    }
    int colon = url.indexOf(':');
    String scheme = colon < 0 ? "" : url.substring(0, colon);
    if (!scheme.equals("postgresql") && !scheme.equals("postgres")) {
      return Optional.empty();
    }
    return parse(url.substring(colon + 1), true);
  }

  private static Optional<PostgresAddress> parse(String place, boolean namesUser) {
    int question = place.indexOf('?');
    String parameters = question < 0 ? "" : place.substring(question + 1);
    String path = question < 0 ? place : place.substring(0, question);
    if (!path.startsWith("//")) {
      boolean isName = !namesUser && !path.isEmpty() && !path.contains("/");
      return isName
          ? Optional.of(new PostgresAddress("", path, "", "", parameters))
          : Optional.empty();
    }
    int at = namesUser ? path.lastIndexOf('@') : -1;
    String credentials = at < 0 ? "" : path.substring(2, at);
    String rest = path.substring(at < 0 ? 2 : at + 1);
    int slash = rest.indexOf('/');
    String server = slash < 0 ? rest : rest.substring(0, slash);
    String database = slash < 0 ? "" : rest.substring(slash + 1);
    int colon = credentials.indexOf(':');
    try {
      return Optional.of(
          new PostgresAddress(
              server,
              decode(database),
              decode(colon < 0 ? credentials : credentials.substring(0, colon)),
              decode(colon < 0 ? "" : credentials.substring(colon + 1)),
              parameters));
    } catch (IllegalArgumentException e) {
      // a per cent sign without its two digits
      return Optional.empty();
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The address for the driver; of credentials it has those that stand in the parameters. */
  String forDriver() {
    String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    return JDBC + "//" + server + "/" + name + (parameters.isEmpty() ? "" : "?" + parameters);
  }

  /** Server and database, for people: no password. */
  String place() {
    return (server.isEmpty() ? "localhost" : server) + "/" + database;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "PostgresAddress[" + place() + "]";
  }
}
