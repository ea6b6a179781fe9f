package dev.flowcell.store.jdbc;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** PostgreSQL's own notifications: the ids of the flow runs that a transaction has changed. */
final class PostgresNews implements News {

  /** What a notification can hold is somewhat more. */
  private static final int MOST_BYTES = 7_000;

  /** Schemas of one database have channels of their own. */
  private static final String CHANNEL = "'flowcell ' || current_schema()";

  private final Jdbc writer;

  PostgresNews(Jdbc writer) {
    this.writer = writer;
  }

  /** In the transaction under way. */
  static void tell(Jdbc jdbc, Set<String> flowRunIds) throws SQLException {
    String ids = String.join("\n", flowRunIds);
    String told = ids.length() * 3 > MOST_BYTES ? "" : ids;
    jdbc.query("SELECT pg_notify(" + CHANNEL + ", ?)", row -> true, told);
  }

  @Override
  public boolean listen(Runnable bell) throws SQLException {
    String channel =
        writer
            .query("SELECT quote_ident(" + CHANNEL + ") AS name", row -> row.getString("name"))
            .get(0);
    writer.update("LISTEN " + channel);
    return false;
  }

  @Override
  public void ignore() throws SQLException {
    writer.update("UNLISTEN *");
  }

  @Override
  public Optional<Set<String>> look() throws SQLException {
    PGConnection connection = writer.unwrap(PGConnection.class);
    PGNotification[] notifications = connection.getNotifications();
    if (notifications == null) {
      return Optional.empty();
    }
    boolean isNew = false;
    Set<String> changed = new HashSet<>();
    for (PGNotification notification : notifications) {
      if (notification.getPID() == connection.getBackendPID()) {
        continue;
      }
      if (notification.getParameter().isEmpty()) {
        return Optional.of(Set.of());
      }
      isNew = true;
      changed.addAll(Arrays.asList(notification.getParameter().split("\n")));
    }
    return isNew ? Optional.of(changed) : Optional.empty();
  }
}
