package dev.flowcell.render.value;

import dev.flowcell.render.value.Grid.Column;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The next rows of a database's answer, from where its cursor stands: so many as are shown, and no
 * more are read. It is not closed. A cursor that can go back goes back to where it stood; of one
 * that cannot, the rows shown are used up.
 */
final class QueryResult {

  private static final int MOST_ROWS = 20;

  private QueryResult() {}

  /**
   * Reads the rows to show.
   *
   * @throws IllegalStateException with what the driver says, such as that it is closed
   */
  static Grid read(ResultSet result) {
    try {
      return rows(result);
    } catch (SQLException e) {
      throw new IllegalStateException("the query's rows cannot be read: " + e.getMessage(), e);
    }
  }

  private static Grid rows(ResultSet result) throws SQLException {
    boolean goesBack = result.getType() != ResultSet.TYPE_FORWARD_ONLY;
    int start = goesBack ? result.getRow() : 0;
    ResultSetMetaData names = result.getMetaData();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    while (rows.size() < MOST_ROWS && result.next()) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int i = 1; i <= names.getColumnCount(); i++) {
        row.add(result.getObject(i));
      }
      rows.add(row);
    }
    if (goesBack) {
      goTo(start, result);
    }
    List<Integer> all = IntStream.range(0, rows.size()).boxed().toList();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.getColumnCount(); i++) {
      int place = i;
      columns.add(Grid.column(names.getColumnLabel(i + 1), all, row -> rows.get(row).get(place)));
    }
    return new Grid("", columns, rows.size(), rows.size() == MOST_ROWS);
  }

  private static void goTo(int row, ResultSet result) throws SQLException {
    if (row == 0) {
      result.beforeFirst();
    } else {
      result.absolute(row);
    }
  }
}
