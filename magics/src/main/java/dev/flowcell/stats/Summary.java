package dev.flowcell.stats;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * What pandas' {@code describe()} tells about a sample: missing values ({@code NaN}) are left out,
 * the quartiles are interpolated, and the deviation is that of a sample. A figure that the
 * sample is too small for is {@code NaN}.
 *
 * @param std the sample's standard deviation (divided by count - 1), {@code NaN} for one value
 */
public record Summary(
    int count,
    double mean,
    double std,
    double min,
    double q1,
    double median,
    double q3,
    double max) {

  /** Summarises the values, which stay as they are. */
  public static Summary of(double... values) {
    double[] known = known(values);
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(known);
    return new Summary(
        known.length,
        StatUtils.mean(known),
        known.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(known)),
        StatUtils.min(known),
        percentile.evaluate(25),
        percentile.evaluate(50),
        percentile.evaluate(75),
        StatUtils.max(known));
  }

  /** The values that are not missing, in their order. */
  static double[] known(double... values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
  }
}
