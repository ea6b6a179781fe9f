package dev.flowcell.store.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * A SQLite file in WAL mode, shared by any number of processes of one machine; its owner alone can
 * read it.
 */
final class SqliteFile implements Dialect {

  private static final String ANOTHER_FOLDER = "set FLOWCELL_HOME to another folder";

  private static final String READ_ONLY =
      "is read-only; make it and its folder writable or " + ANOTHER_FOLDER;

  /** How the types of file systems begin whose locks can't be relied on. */
  private static final List<String> NETWORK =
      List.of("nfs", "cifs", "smb", "afp", "webdav", "davfs", "fuse.sshfs", "fuse.davfs", "sshfs");

  /**
   * After how many pages of 4 kB the log is copied into the file. SQLite's own 1,000 are reached by
   * a flow of some thousand tasks, which then waits for the disk at its end.
   */
  private static final int CHECKPOINT_PAGES = 10_000;

  /** How long a transaction waits for its turn. */
  private static final int BUSY_MILLIS = 30_000;

  /** File locks belong to the whole process: its own threads need this one to take turns. */
  private static final Object ONE_MIGRATION = new Object();

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private final Path file;

  SqliteFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public String describe() {
    return "SQLite, " + file;
  }

  @Override
  public void prepare() throws IOException, SQLException, UnusableDatabaseException {
    if (Files.isDirectory(file)) {
      throw new UnusableDatabaseException("is a folder; move it away or " + ANOTHER_FOLDER);
    }
    create();
    keepOthersOut();
    if (!isUpToDate()) {
      migrate();
    }
  }

  /** SQLite gives the files beside this one the same permissions. */
  private void create() throws IOException, UnusableDatabaseException {
    Files.createDirectories(parent(), ownerOnly("rwx------"));
    try {
      Files.createFile(file, ownerOnly("rw-------"));
    } catch (FileAlreadyExistsException e) {
      checkWritable();
    }
  }

  /** Looks first, because SQLite would leave files beside a read-only one that stay read-only. */
  private void checkWritable() throws UnusableDatabaseException {
    if (!Files.isWritable(file) || !Files.isWritable(parent())) {
      throw new UnusableDatabaseException(READ_ONLY);
    }
  }

  private void keepOthersOut() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> granted = view.readAttributes().permissions();
    Set<PosixFilePermission> kept = EnumSet.copyOf(OWNER);
    kept.retainAll(granted);
    if (!kept.equals(granted)) {
      view.setPermissions(kept);
    }
  }

  private Path parent() {
    return Optional.ofNullable(file.getParent()).orElse(file);
  }

  private FileAttribute<?>[] ownerOnly(String permissions) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether its tables are there, in the newest form. */
  boolean isUpToDate() throws SQLException, UnusableDatabaseException {
    try (Connection connection = connectToRead()) {
      List<String> tables = tables(connection);
      if (tables.isEmpty()) {
        return false;
      }
      if (!tables.contains("flyway_schema_history")) {
        throw new UnusableDatabaseException("is a database of another program; " + ANOTHER_FOLDER);
      }
      int version = Migrations.version(connection);
      if (version > Migrations.NEWEST) {
        throw new UnusableDatabaseException(
            "was written by a newer Flowcell (schema %d, this one knows %d); update Flowcell or %s"
                .formatted(version, Migrations.NEWEST, ANOTHER_FOLDER));
      }
      return version == Migrations.NEWEST;
    }
  }

  /** Asked by one question: another process may be making them. */
  private static List<String> tables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")) {
      List<String> names = new ArrayList<>();
      while (row.next()) {
        names.add(row.getString("name"));
      }
      return names;
    }
  }

  /** Flyway takes no lock on SQLite, so that two processes at once would trip over each other. */
  private void migrate() throws IOException, SQLException, UnusableDatabaseException {
    Path lock = file.resolveSibling(file.getFileName() + ".migration");
    synchronized (ONE_MIGRATION) {
      try (FileChannel channel =
          FileChannel.open(
              lock,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              ownerOnly("rw-------"))) {
        channel.lock();
        if (!isUpToDate()) {
          setWal();
          Migrations.apply(dataSource(SQLiteConfig.TransactionMode.DEFERRED), "sqlite");
        }
      }
    }
  }

  /** The file remembers it; it is set under the lock because two that set it at once deadlock. */
  private void setWal() throws SQLException {
    try (Connection connection = connectToRead();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
    }
  }

  @Override
  public Connection connectToWrite() throws SQLException {
    Connection connection = dataSource(SQLiteConfig.TransactionMode.IMMEDIATE).getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
    }
    return connection;
  }

  @Override
  public Connection connectToRead() throws SQLException {
    return dataSource(SQLiteConfig.TransactionMode.DEFERRED).getConnection();
  }

  @Override
  public News news(Jdbc writer) {
    return new SqliteNews(writer, file.resolveSibling(file.getFileName() + "-wal"));
  }

  @Override
  public String idType() {
    return "TEXT";
  }

  @Override
  public long reclaim() throws SQLException {
    try (Jdbc jdbc = new Jdbc(connectToWrite())) {
      long before = size(jdbc);
      jdbc.update("VACUUM");
      long after = size(jdbc);
      // until then the room is given back in the log only
      jdbc.query("PRAGMA wal_checkpoint(TRUNCATE)", row -> true);
      return Math.max(0, before - after);
    }
  }

  private static long size(Jdbc jdbc) throws SQLException {
    return jdbc.query(
            "SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size",
            row -> row.getLong("bytes"))
        .get(0);
  }

  @Override
  public String caseless(String text) {
    return text; // as its LIKE is, and three times as fast as with lower
  }

  @Override
  public String now() {
    return "CAST(unixepoch('subsec') * 1000000 AS INTEGER)";
  }

  private SQLiteDataSource dataSource(SQLiteConfig.TransactionMode mode) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setTransactionMode(mode);
    SQLiteDataSource database = new SQLiteDataSource(config);
    // as a URI, because the driver takes a ? in a plain path for the end of the name
    database.setUrl("jdbc:sqlite:" + file.toUri());
    return database;
  }

  @Override
  public Optional<String> caution() {
    try {
      String type = Files.getFileStore(file).type();
      if (isNetwork(type)) {
        return Optional.of(
            "%s is on a network file system (%s), where SQLite may lose runs or damage the file; %s, or keep runs in PostgreSQL by FLOWCELL_DATABASE_URL"
                .formatted(file, type, ANOTHER_FOLDER));
      }
    } catch (IOException e) {
      // who can't tell has nothing to say
    }
    return Optional.empty();
  }

  /** Whether a file system, as the platform calls its type, is of another machine. */
  static boolean isNetwork(String type) {
    return NETWORK.stream().anyMatch(type.toLowerCase(Locale.ROOT)::startsWith);
  }

  @Override
  public String explain(Throwable failure) {
    return file + " " + reason(failure);
  }

  private static String reason(Throwable failure) {
    if (failure instanceof UnusableDatabaseException) {
      return String.valueOf(failure.getMessage());
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused) {
        return reason(refused);
      }
    }
    return "can't be used ("
        + FileFailure.why(failure)
        + "); make its folder writable or "
        + ANOTHER_FOLDER;
  }

  private static String reason(SQLException refused) {
    // the low byte is the kind, what is above it are variants
    return switch (SQLiteErrorCode.getErrorCode(refused.getErrorCode() & 0xff)) {
      case SQLITE_NOTADB -> "is not a SQLite database; move it away, then a new one is made";
      case SQLITE_CORRUPT -> "is damaged; move it away, then a new one is made";
      case SQLITE_READONLY -> READ_ONLY;
      case SQLITE_CANTOPEN -> "can't be opened; make its folder writable or " + ANOTHER_FOLDER;
      case SQLITE_FULL -> "can't be written because the disk is full; make room and start again";
      case SQLITE_BUSY, SQLITE_LOCKED ->
          "is locked by another program; close that program and start again";
      default -> "can't be used (" + refused.getMessage() + "); " + ANOTHER_FOLDER;
    };
  }
}
