package dev.flowcell.store.jdbc;

import dev.flowcell.run.LogLine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in the log a text may be: for each few lines of a process that follow each other, a filter
 * that knows where it is not. Costs a line some 30 bytes, and a search two bytes of reading a line.
 */
final class LogBlockTable {

  /** Looks at the lines from key to key, and says whether to go on. */
  @FunctionalInterface
  interface RangeVisitor {
    boolean visit(long first, long last) throws SQLException;
  }

  private static final int LINES = 64;

  /** With others' lines between them, a block is not to grow longer. */
  private static final int LONGEST = 4 * LINES;

  private static final String INSERT =
      "INSERT INTO log_block (first_line, last_line, filter) VALUES (?, ?, ?)";
  private static final String NEWEST =
      "SELECT max(key) AS key FROM log_block WHERE first_line = ? AND last_line = ?";
  private static final String UPDATE =
      "UPDATE log_block SET last_line = ?, filter = ? WHERE key = ?";
  private static final String SELECT =
      """
      SELECT first_line, last_line, filter FROM log_block
      WHERE last_line >= ? AND first_line <= ? ORDER BY last_line DESC
      """;

  private final Jdbc jdbc;

  /** The last block, while there is room in it. */
  private @Nullable Block open;

  LogBlockTable(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /** Takes in lines whose keys, in their order, are from the first to the last. */
  void add(List<LogLine> lines, long first, long last) throws SQLException {
    List<@Nullable Object[]> full = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      long key = last - (lines.size() - 1 - i);
      Block block = open;
      if (block == null || key - block.first >= LONGEST) {
        closeInto(full);
        block = new Block(first + i);
        open = block;
      }
      block.add(lines.get(i).message(), key);
      if (block.lines == LINES) {
        closeInto(full);
      }
    }
    jdbc.updateAll(INSERT, full);
    if (open != null) {
      keep(open);
    }
  }

  private void closeInto(List<@Nullable Object[]> full) throws SQLException {
    Block block = open;
    open = null;
    if (block == null) {
      return;
    }
    if (block.key == 0) {
      full.add(new @Nullable Object[] {block.first, block.last, block.filter.toBytes()});
    } else {
      keep(block);
    }
  }

  private void keep(Block block) throws SQLException {
    byte[] filter = block.filter.toBytes();
    // its row is gone where its first lines were deleted
    if (block.key == 0 || jdbc.update(UPDATE, block.last, filter, block.key) == 0) {
      jdbc.update(INSERT, block.first, block.last, filter);
      block.key = jdbc.query(NEWEST, row -> row.getLong("key"), block.first, block.last).get(0);
    }
  }

  /** Shows the ranges between two keys where a text may be, the newest first. */
  void scan(String text, long from, long to, RangeVisitor visitor) throws SQLException {
    int[] bits = LogFilter.bits(text);
    jdbc.scan(
        SELECT,
        row ->
            !LogFilter.mayHold(row.getBytes("filter"), bits)
                || visitor.visit(row.getLong("first_line"), row.getLong("last_line")),
        from,
        to);
  }

  /** The first line that is in a block; those below were kept before there were any. */
  long firstLine() throws SQLException {
    return jdbc.query(
            "SELECT coalesce(min(first_line), %d) AS line FROM log_block".formatted(Long.MAX_VALUE),
            row -> row.getLong("line"))
        .get(0);
  }

  private static final class Block {

    private final long first;
    private long last;
    private int lines;
    private final LogFilter filter = new LogFilter();

    /** Of its row; 0 while it has none. */
    private long key;

    Block(long first) {
      this.first = first;
    }

    void add(String message, long lastKey) {
      filter.add(message);
      last = lastKey;
      lines++;
    }
  }
}
