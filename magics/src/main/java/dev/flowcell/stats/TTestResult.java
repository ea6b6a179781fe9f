package dev.flowcell.stats;

import java.util.Locale;

/**
 * The outcome of a two-sided t-test of two samples.
 *
 * @param t the statistic; negative where the first mean is the smaller one
 * @param df the degrees of freedom
 * @param p the probability of a difference at least this large, were the means equal
 * @param mean1 the mean of the first sample
 * @param mean2 the mean of the second sample
 * @param low the lower end of the 95 % confidence interval of {@code mean1 - mean2}
 * @param high its upper end
 */
public record TTestResult(
    double t, double df, double p, double mean1, double mean2, double low, double high) {

  /** The figures in one line, such as {@code t=-8.07, p=0.0002, df=6.24, …}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "t=%.2f, p=%s, df=%.2f, means %.2f and %.2f, 95%% confidence interval of the difference"
            + " %.2f to %.2f",
        t,
        p < 0.0001 ? "<0.0001" : String.format(Locale.ROOT, "%.4f", p),
        df,
        mean1,
        mean2,
        low,
        high);
  }
}
