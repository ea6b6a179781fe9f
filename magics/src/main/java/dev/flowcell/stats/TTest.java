package dev.flowcell.stats;

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

  /** Welch's test: the samples may differ in variance. */
  public static TTestResult welch(double[] first, double[] second) {
    double[] a = Summary.known(first);
    double[] b = Summary.known(second);
    double errorA = squaredError(a);
    double errorB = squaredError(b);
    double error = errorA + errorB;
    double df =
        error * error / (errorA * errorA / (a.length - 1) + errorB * errorB / (b.length - 1));
    return result(StatUtils.mean(a), StatUtils.mean(b), Math.sqrt(error), df);
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
    double[] differences = new double[first.length];
    double sum1 = 0;
    double sum2 = 0;
    int pairs = 0;
    for (int i = 0; i < first.length; i++) {
      double difference = first[i] - second[i];
      if (Double.isNaN(first[i]) || Double.isNaN(second[i])) {
        continue;
      }
      differences[pairs++] = difference;
      sum1 += first[i];
      sum2 += second[i];
    }
    double error = Math.sqrt(squaredError(java.util.Arrays.copyOf(differences, pairs)));
    return result(sum1 / pairs, sum2 / pairs, error, pairs - 1);
  }

  /** The test of pairs of two columns. */
  public static TTestResult paired(NumericColumn<?> first, NumericColumn<?> second) {
    return paired(first.asDoubleArray(), second.asDoubleArray());
  }

  private static TTestResult result(double mean1, double mean2, double error, double df) {
    double difference = mean1 - mean2;
    double t = difference / error;
    if (!(df > 0) || Double.isNaN(t)) {
      return new TTestResult(t, df, Double.NaN, mean1, mean2, Double.NaN, Double.NaN);
    }
    TDistribution distribution = new TDistribution(df);
    double p = 2 * distribution.cumulativeProbability(-Math.abs(t));
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
