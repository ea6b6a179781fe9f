package dev.flowcell.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** What a database URL names that nobody understands: never usable. */
final class MisnamedDatabase implements Dialect {

  private static final String WHAT_TO_DO =
      "FLOWCELL_DATABASE_URL is no address of a PostgreSQL database: write"
          + " postgresql://USER:PASSWORD@HOST/DATABASE or jdbc:postgresql://HOST/DATABASE,"
          + " or unset it to keep runs in a file";

  @Override
  public String describe() {
    return "the database that FLOWCELL_DATABASE_URL does not name";
  }

  @Override
  public void prepare() throws UnusableDatabaseException {
    throw new UnusableDatabaseException(WHAT_TO_DO);
  }

  @Override
  public Connection connectToWrite() throws SQLException {
    throw new SQLException(WHAT_TO_DO);
  }

  @Override
  public Connection connectToRead() throws SQLException {
    throw new SQLException(WHAT_TO_DO);
  }

  @Override
  public News news(Jdbc writer) {
    throw new IllegalStateException(WHAT_TO_DO); // there is no writer
  }

  @Override
  public String idType() {
    return "";
  }

  @Override
  public String caseless(String text) {
    return text;
  }

  @Override
  public String now() {
    return "0";
  }

  @Override
  public String explain(Throwable failure) {
    return WHAT_TO_DO;
  }
}
