package dev.flowcell.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;

/** The sources of tasks and flows, each text once. */
final class SourceTable {

  private static final String INSERT =
      "INSERT INTO source (sha256, text) VALUES (?, ?) ON CONFLICT DO NOTHING";

  private final Jdbc jdbc;

  SourceTable(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /** Keeps a text and returns the digest that its row is found by. */
  byte[] keep(String text) throws SQLException {
    byte[] digest = sha256(text);
    jdbc.update(INSERT, digest, text);
    return digest;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
