package dev.flowcell.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The sources of tasks and flows, each text once. */
final class SourceTable {

  /** How many keys are remembered: more texts than a session has. */
  private static final int REMEMBERED = 10_000;

  private static final String INSERT =
      "INSERT INTO source (sha256, text) VALUES (?, ?) ON CONFLICT DO NOTHING";
  private static final String SELECT = "SELECT key FROM source WHERE sha256 = ?";

  private final Jdbc jdbc;
  private final Map<String, Long> keys = new HashMap<>();

  SourceTable(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /** The keys of the texts, which are kept where they are not yet. */
  Map<String, Long> keep(Set<String> texts) throws SQLException {
    if (keys.size() > REMEMBERED) {
      keys.clear();
    }
    // in one order in all processes: two that insert the same rows crosswise wait for each other
    Map<byte[], String> unknown = new TreeMap<>(Arrays::compare);
    for (String text : texts) {
      if (!keys.containsKey(text)) {
        unknown.put(sha256(text), text);
      }
    }
    for (Map.Entry<byte[], String> text : unknown.entrySet()) {
      byte[] digest = text.getKey();
      jdbc.update(INSERT, digest, text.getValue());
      keys.put(text.getValue(), jdbc.query(SELECT, row -> row.getLong("key"), digest).get(0));
    }
    return keys;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(ColumnText.encode(text).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
