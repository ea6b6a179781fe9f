package dev.flowcell.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;

final class TTestTest {

  private static final double[] A = {65, 70, 68, 72, 66};
  private static final double[] B = {78, 82, 80, 79, 81};

  @Test
  void agrees_with_scipy() {
    JsonNode samples = Expected.of("compared");
    assertThat(samples).hasSizeGreaterThan(30);
    for (JsonNode sample : samples) {
      double[] a = Expected.numbers(sample.get("a"));
      double[] b = Expected.numbers(sample.get("b"));
      double[] longer = Expected.numbers(sample.get("longer"));
      check(sample.get("welch"), sample, TTest.welch(a, longer));
      check(sample.get("student"), sample, TTest.student(a, longer));
      check(sample.get("paired"), sample, TTest.paired(a, b));
    }
  }

  private static void check(JsonNode expected, JsonNode sample, TTestResult actual) {
    Expected.assertClose(
        expected,
        sample.toString(),
        actual.t(),
        actual.df(),
        actual.p(),
        actual.low(),
        actual.high());
  }

  @Test
  void the_exam_reads_as_the_lesson_prints_it() {
    TTestResult result = TTest.welch(A, B);
    assertThat(result.mean1()).isEqualTo(68.2);
    assertThat(result.mean2()).isEqualTo(80);
    assertThat(result)
        .hasToString(
            "t=-8.07, p=0.0002, df=6.23, means 68.20 and 80.00,"
                + " 95% confidence interval of the difference -15.35 to -8.25");
  }

  @Test
  void missing_values_of_columns_are_left_out() {
    IntColumn first = IntColumn.create("a", 65, 70, 68, 72, 66);
    first.appendMissing();
    DoubleColumn second = DoubleColumn.create("b", 78, Double.NaN, 82, 80, 79, 81);
    assertThat(TTest.welch(first, second)).isEqualTo(TTest.welch(A, B));
    assertThat(TTest.student(first, second)).isEqualTo(TTest.student(A, B));
  }

  @Test
  void a_pair_with_a_missing_value_is_left_out() {
    DoubleColumn before = DoubleColumn.create("before", 1, Double.NaN, 3, 4, 5);
    DoubleColumn after = DoubleColumn.create("after", 2, 7, Double.NaN, 6, 9);
    assertThat(TTest.paired(before, after))
        .isEqualTo(TTest.paired(new double[] {1, 4, 5}, new double[] {2, 6, 9}));
  }

  @Test
  void pairs_must_be_complete() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TTest.paired(new double[3], new double[2]))
        .withMessageContaining("3 and 2");
  }

  @Test
  void what_is_not_defined_is_what_scipy_says() {
    double[] one = {1};
    assertThat(TTest.welch(one, B).df()).isEqualTo(1);
    assertThat(TTest.welch(one, B).p()).isNaN();
    assertThat(TTest.welch(new double[0], B).p()).isNaN();
    assertThat(TTest.welch(new double[] {5, 5}, new double[] {6, 6}))
        .isEqualTo(new TTestResult(Double.NEGATIVE_INFINITY, 1, 0, 5, 6, -1, -1));
    assertThat(TTest.student(new double[] {5, 5}, new double[] {5, 5}))
        .isEqualTo(new TTestResult(Double.NaN, 2, Double.NaN, 5, 5, 0, 0));
  }

  @Test
  void what_commons_math_offers_under_the_same_name_still_works() {
    assertThat(new TTest().tTest(A, B)).isCloseTo(TTest.welch(A, B).p(), within(1e-15));
  }
}
