package dev.flowcell.stats;

import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import tech.tablesaw.api.NumericColumn;

/**
 * Two-sided t-tests with the numbers of SciPy. Missing values are left out (of pairs: both). With
 * fewer than two values, or where all values are equal, a figure that is not defined is {@code
 * NaN}, as in SciPy.
 *
 * <p>It extends the class of that name of commons-math3, so that a cell that imports all of {@code
 * org.apache.commons.math3.stat.inference} still finds the methods it expects. Thread-safe.
 */
public class TTest extends org.apache.commons.math3.stat.inference.TTest {

  /** Of the quantile that the confidence interval is made with; the library's own is 1e-9. */
  private static final double ACCURACY = 1e-13;

  /** Welch's test: the samples may differ in variance. */
  public static TTestResult welch(double[] first, double[] second) {
    double[] a = Summary.known(first);
    double[] b = Summary.known(second);
    double errorA = squaredError(a);
    double errorB = squaredError(b);
    double error = errorA + errorB;
    double df =
        error * error / (errorA * errorA / (a.length - 1) + errorB * errorB / (b.length - 1));
    double defined = Double.isNaN(df) && a.length > 0 && b.length > 0 ? 1 : df;
    return result(StatUtils.mean(a), StatUtils.mean(b), Math.sqrt(error), defined);
  }

  /** Welch's test of two columns. */
  public static TTestResult welch(NumericColumn<?> first, NumericColumn<?> second) {
    return welch(first.asDoubleArray(), second.asDoubleArray());
  }

  /** Student's test: the samples are taken to have the same variance. */
  public static TTestResult student(double[] first, double[] second) {
    double[] a = Summary.known(first);
    double[] b = Summary.known(second);
    double df = a.length + b.length - 2;
    double pooled = (squares(a) + squares(b)) / df;
    double error = Math.sqrt(pooled * (1.0 / a.length + 1.0 / b.length));
    return result(StatUtils.mean(a), StatUtils.mean(b), error, df);
  }

  /** Student's test of two columns. */
  public static TTestResult student(NumericColumn<?> first, NumericColumn<?> second) {
    return student(first.asDoubleArray(), second.asDoubleArray());
  }

  /**
   * The test of pairs, such as before and after: value by value.
   *
   * @throws IllegalArgumentException if the samples differ in length
   */
  public static TTestResult paired(double[] first, double[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "A paired test needs as many values before as after: they are "
              + first.length
              + " and "
              + second.length);
    }
    int[] pairs =
        IntStream.range(0, first.length)
            .filter(i -> !Double.isNaN(first[i]) && !Double.isNaN(second[i]))
            .toArray();
    double[] a = IntStream.of(pairs).mapToDouble(i -> first[i]).toArray();
    double[] b = IntStream.of(pairs).mapToDouble(i -> second[i]).toArray();
    double[] differences = IntStream.of(pairs).mapToDouble(i -> first[i] - second[i]).toArray();
    double error = Math.sqrt(squaredError(differences));
    return result(StatUtils.mean(a), StatUtils.mean(b), error, pairs.length - 1);
  }

  /** The test of pairs of two columns. */
  public static TTestResult paired(NumericColumn<?> first, NumericColumn<?> second) {
    return paired(first.asDoubleArray(), second.asDoubleArray());
  }

  private static TTestResult result(double mean1, double mean2, double error, double df) {
    double difference = mean1 - mean2;
    double t = difference / error;
    if (!(df > 0)) {
      return new TTestResult(t, df, Double.NaN, mean1, mean2, Double.NaN, Double.NaN);
    }
    TDistribution distribution = new TDistribution(df, ACCURACY);
    double p = Double.isNaN(t) ? t : 2 * distribution.cumulativeProbability(-Math.abs(t));
    double margin = distribution.inverseCumulativeProbability(0.975) * error;
    return new TTestResult(t, df, p, mean1, mean2, difference - margin, difference + margin);
  }

  /** The squared standard error of the mean, {@code NaN} where there are fewer than two values. */
  private static double squaredError(double[] values) {
    return squares(values) / (values.length - 1) / values.length;
  }

  private static double squares(double[] values) {
    double mean = StatUtils.mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum;
  }
}
