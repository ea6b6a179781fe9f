package dev.flowcell.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.ShortColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

final class DescriptionTest {

  private static final String[] FIGURES = {
    "count", "mean", "std", "min", "25%", "50%", "75%", "max"
  };

  private final Table exam =
      Table.create(
          "exam",
          StringColumn.create("Class", "B", "B", "B", "B", "B", "A", "A", "A", "A", "A"),
          DoubleColumn.create("Score", 78, 82, 80, 79, 81, 65, 70, 68, 72, 66),
          IntColumn.create("Age", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));

  @Test
  void groups_of_the_exam_have_pandas_figures() {
    Description description = Description.of(exam, "Score").by("Class");
    assertThat(description.columnNames())
        .containsExactly("Class", "count", "mean", "std", "min", "25%", "50%", "75%", "max");
    assertThat(description.column("Class").type()).isEqualTo(ColumnType.STRING);
    assertThat(description.row(0).getString("Class")).isEqualTo("A");
    assertThat(rounded(description.row(0))).containsExactly(5, 68.2, 2.86, 65, 66, 68, 70, 72);
    assertThat(rounded(description.row(1))).containsExactly(5, 80, 1.58, 78, 79, 80, 81, 82);
    assertThat(description.row(0).getDouble("std")).isEqualTo(2.8635642126552705);
  }

  private static double[] rounded(Row row) {
    return IntStream.range(0, FIGURES.length)
        .mapToDouble(i -> Math.rint(row.getNumber(FIGURES[i]) * 100) / 100)
        .toArray();
  }

  @Test
  void agrees_with_pandas_on_two_hundred_grouped_tables() {
    JsonNode samples = Expected.of("grouped");
    assertThat(samples).hasSize(200);
    for (JsonNode sample : samples) {
      Table table =
          Table.create(
              StringColumn.create(
                  "text", stream(sample.get("text")).map(n -> n.isNull() ? null : n.asText())),
              IntColumn.create(
                  "number", stream(sample.get("number")).mapToInt(JsonNode::asInt).toArray()),
              DoubleColumn.create("value", Expected.numbers(sample.get("value"))));
      String[] by = stream(sample.get("by")).map(JsonNode::asText).toArray(String[]::new);
      Description description = Description.of(table, "value").by(by);
      assertThat(description.rowCount()).isEqualTo(sample.get("groups").size());
      for (Row row : description) {
        JsonNode expected = sample.get("groups").get(row.getRowNumber());
        for (int i = 0; i < by.length; i++) {
          assertThat(row.getObject(i)).hasToString(expected.get("key").get(i).asText());
        }
        Expected.assertClose(
            expected.get("expected"),
            sample.toString(),
            IntStream.range(0, FIGURES.length)
                .mapToDouble(i -> row.getNumber(FIGURES[i]))
                .toArray());
      }
    }
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  @Test
  void whole_columns_have_a_row_each() {
    assertThat(Description.of(exam, "Age", "Score").stringColumn("column").asList())
        .containsExactly("Age", "Score");
    assertThat(Description.of(exam).stringColumn("column").asList())
        .as("all numeric columns")
        .containsExactly("Score", "Age");
  }

  @Test
  void every_numeric_type_gives_the_same_figures() {
    DoubleColumn doubles = DoubleColumn.create("d", 3, 1, Double.NaN, 4, 1, 5);
    IntColumn ints = IntColumn.create("i");
    LongColumn longs = LongColumn.create("l");
    ShortColumn shorts = ShortColumn.create("s");
    FloatColumn floats = FloatColumn.create("f");
    for (Double value : doubles) {
      if (value.isNaN()) {
        List.of(ints, longs, shorts, floats).forEach(Column::appendMissing);
      } else {
        ints.append(value.intValue());
        longs.append(value.longValue());
        shorts.append(value.shortValue());
        floats.append(value.floatValue());
      }
    }
    Table table = Table.create("types", doubles, ints, longs, shorts, floats);
    Description whole = Description.of(table);
    assertThat(whole.stringColumn("column").asList()).containsExactly("d", "i", "l", "s", "f");
    table.addColumns(StringColumn.create("g", "x", "x", "x", "x", "x", "x"));
    for (Description description : List.of(whole, Description.of(table).by("g"))) {
      for (String figure : FIGURES) {
        NumericColumn<?> figures = description.numberColumn(figure);
        assertThat(figures.asDoubleArray()).as(figure).containsOnly(figures.getDouble(0));
      }
      assertThat(rounded(description.row(0))).containsExactly(5, 2.8, 1.79, 1, 1, 3, 4, 5);
    }
  }

  @Test
  void several_columns_by_groups_say_which() {
    Description description = Description.of(exam, "Score", "Age").by("Class");
    assertThat(description.columnNames()).startsWith("column", "Class", "count");
    assertThat(description.stringColumn("column").asList())
        .containsExactly("Score", "Score", "Age", "Age");
    assertThat(description.stringColumn("Class").asList()).containsExactly("A", "B", "A", "B");
  }

  @Test
  void a_group_of_missing_values_stays_with_count_zero() {
    Table table =
        Table.create(
            BooleanColumn.create("passed", true, false, true),
            DoubleColumn.create("v", 1, Double.NaN, 3));
    Description description = Description.of(table, "v").by("passed");
    assertThat(description.booleanColumn("passed").asList()).containsExactly(false, true);
    assertThat(description.intColumn("count").asList()).containsExactly(0, 2);
    assertThat(description.doubleColumn("mean").isMissing(0)).isTrue();
  }

  @Test
  void a_misspelt_column_is_answered_with_the_near_one() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Description.of(exam, "Scor"))
        .withMessage(
            "No column 'Scor' in table 'exam', did you mean 'Score'?"
                + " Its columns: Class, Score, Age");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Description.of(exam, "Score").by("Klass"))
        .withMessageContaining("did you mean 'Class'?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Description.of(exam, "Height"))
        .withMessage("No column 'Height' in table 'exam'. Its columns: Class, Score, Age");
  }

  @Test
  void a_column_of_strings_is_no_column_of_numbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Description.of(exam, "Class"))
        .withMessage(
            "Column 'Class' of table 'exam' holds string values, not numbers."
                + " Numeric columns: Score, Age");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Description.of(Table.create("names", StringColumn.create("n"))))
        .withMessageContaining("'names' has no numeric column");
  }
}
