package dev.flowcell.render.chart;

import dev.flowcell.stats.Summary;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a box shows of its values, the one source of every picture, of the JSON and of the text. The
 * quartiles are pandas'; a whisker ends at the last value within 1.5 times the height of the
 * box; what lies beyond is an outlier. Only finite numbers count.
 *
 * @param low where the lower whisker ends
 * @param high where the upper whisker ends
 * @param outliers in ascending order
 */
record BoxStats(String label, Summary summary, double low, double high, List<Double> outliers) {

  BoxStats {
    outliers = List.copyOf(outliers);
  }

  static BoxStats of(String label, double... values) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    Summary summary = Summary.of(sorted);
    double reach = 1.5 * (summary.q3() - summary.q1());
    double from = summary.q1() - reach;
    double to = summary.q3() + reach;
    return new BoxStats(
        label,
        summary,
        Math.min(
            summary.q1(), Arrays.stream(sorted).filter(v -> v >= from).min().orElse(Double.NaN)),
        Math.max(summary.q3(), Arrays.stream(sorted).filter(v -> v <= to).max().orElse(Double.NaN)),
        Arrays.stream(sorted).filter(v -> v < from || v > to).boxed().toList());
  }

  boolean isEmpty() {
    return summary.count() == 0;
  }

  /** The box in a sentence. */
  String sentence() {
    if (isEmpty()) {
      return label + ": no values.";
    }
    String five =
        String.format(
            Locale.ROOT,
            "%s: %,d %s, minimum %s, lower quartile %s, median %s, upper quartile %s, maximum %s",
            label,
            summary.count(),
            summary.count() == 1 ? "value" : "values",
            number(summary.min()),
            number(summary.q1()),
            number(summary.median()),
            number(summary.q3()),
            number(summary.max()));
    return outliers.isEmpty() ? five + "." : five + "; outliers: " + listed() + ".";
  }

  private String listed() {
    int shown = Math.min(outliers.size(), 10);
    String values =
        String.join(", ", outliers.subList(0, shown).stream().map(BoxStats::number).toList());
    return shown == outliers.size()
        ? values
        : values + " and " + (outliers.size() - shown) + " more";
  }

  private static String number(double value) {
    return Scale.plain(value, 4);
  }
}
