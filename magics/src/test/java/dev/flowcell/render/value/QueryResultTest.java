package dev.flowcell.render.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.MimeBundle;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryResultTest {

  private static final String NUMBERS =
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < %d)"
          + " select i, i / 2.0 as half, case i when 2 then null else '<b>' end as word from n";

  private Connection database;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    database = DriverManager.getConnection("jdbc:sqlite::memory:");
    statement = database.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  @Test
  void shows_the_rows_as_a_table() throws SQLException {
    MimeBundle shown = Renderers.standard().render(query(3));

    assertThat(shown.text())
        .isEqualTo(
            """
            i  half  word
            1   0.5  <b>
            2   1.0  null
            3   1.5  <b>""");
    assertThat(String.valueOf(shown.data().get(MimeBundle.HTML))).contains("&lt;b&gt;");
  }

  @Test
  void reads_no_more_than_it_shows_and_leaves_it_open() throws SQLException {
    ResultSet result = query(1_000);

    assertThat(Renderers.standard().render(result).text())
        .endsWith("the first 20 rows × 3 columns");
    assertThat(result.next()).isTrue();
    assertThat(result.getInt(1)).as("the row after those shown").isEqualTo(21);
  }

  @Test
  void says_what_the_driver_says() throws SQLException {
    ResultSet result = query(1);
    result.close();

    assertThat(Renderers.standard().render(result).text()).contains("rows cannot be read");
  }

  private ResultSet query(int rows) throws SQLException {
    return statement.executeQuery(NUMBERS.formatted(rows));
  }
}
