package dev.flowcell.render.chart;

import dev.flowcell.stats.Summary;
import java.util.Map;
import java.util.TreeMap;

/** The ranges of a histogram: of one round width, from a multiple of it, with their lower ends. */
final class Bins {

  private static final int MOST = 100;

  /** Between steps of 1, 2, 5 and 10 the nearest one is taken, not always the next. */
  private static final double NEAREST = 1.4;

  private Bins() {}

  /**
   * The width of the ranges of these numbers.
   *
   * @param wished about how many ranges there should be; 0 for as many as suit the numbers
   */
  static double width(double[] finite, int wished) {
    Summary summary = Summary.of(finite);
    double range = summary.count() == 0 ? 0 : summary.max() / 2 - summary.min() / 2;
    double largest = Math.max(Math.abs(summary.min()), Math.abs(summary.max()));
    if (range == 0) {
      return summary.count() == 0 ? 1 : Math.max(1, Scale.step(Math.ulp(largest) * 4));
    }
    double fitting = wished > 0 ? range / wished * 2 : fitting(summary, range);
    return Math.max(Scale.step(fitting / NEAREST), Scale.step(Math.ulp(largest) * 4));
  }

  /** NumPy's rule: the finer one of Sturges' and that of Freedman and Diaconis. */
  private static double fitting(Summary summary, double halfRange) {
    double sturges = halfRange / (StrictMath.log(summary.count()) / StrictMath.log(2) + 1) * 2;
    double freedman = 2 * (summary.q3() - summary.q1()) / StrictMath.cbrt(summary.count());
    double finest = halfRange / MOST * 2;
    return Math.max(finest, freedman > 0 ? Math.min(sturges, freedman) : sturges);
  }

  /** How many of the numbers lie in each range, by its middle; empty ranges are not told. */
  static Map<Double, Double> counts(double[] finite, double width) {
    Map<Double, Double> counts = new TreeMap<>();
    for (double value : finite) {
      double place = value / width;
      double slack = Math.max(1e-9, Math.ulp(place) * 4);
      counts.merge((Math.floor(place + slack) + 0.5) * width, 1.0, Double::sum);
    }
    return counts;
  }
}
