package dev.flowcell.render.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;

/** The one way the fractions of a column are written: with the same decimals, as few as will do. */
final class TableNumbers {

  private static final MathContext SIX_DIGITS = new MathContext(6);
  private static final int MOST_DECIMALS = 6;
  private static final double LARGE = 1e15;
  private static final double SMALL = 1e-5;

  private final int decimals;
  private final boolean isScientific;

  private TableNumbers(int decimals, boolean isScientific) {
    this.decimals = decimals;
    this.isScientific = isScientific;
  }

  /** Raw data: every value to six significant digits; very large and small ones with exponents. */
  static TableNumbers ofData(double[] values) {
    double[] told = told(values);
    boolean isScientific =
        Arrays.stream(told).map(Math::abs).anyMatch(value -> value >= LARGE || value < SMALL);
    int needed = 0;
    for (double value : told) {
      BigDecimal rounded = BigDecimal.valueOf(value).round(SIX_DIGITS).stripTrailingZeros();
      int decimals = isScientific ? rounded.precision() - 1 : rounded.scale();
      needed = Math.max(needed, decimals);
    }
    return new TableNumbers(Math.min(needed, MOST_DECIMALS), isScientific);
  }

  /** Statistics: two decimals at most, more where the largest value would lose its digits. */
  static TableNumbers ofStatistics(double[] values) {
    double[] told = told(values);
    double largest = Arrays.stream(told).map(Math::abs).max().orElse(1);
    if (largest >= LARGE || largest < SMALL) {
      return ofData(values);
    }
    int most = Math.max(2, 2 - (int) Math.floor(Math.log10(largest)));
    int needed = 0;
    for (double value : told) {
      BigDecimal rounded = BigDecimal.valueOf(value).setScale(most, RoundingMode.HALF_UP);
      needed = Math.max(needed, rounded.stripTrailingZeros().scale());
    }
    return new TableNumbers(needed, false);
  }

  /** Zero and what is no number say nothing about the digits that are needed. */
  private static double[] told(double[] values) {
    return Arrays.stream(values).filter(value -> Double.isFinite(value) && value != 0).toArray();
  }

  String format(double value) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    if (isScientific) {
      return String.format(Locale.ROOT, "%." + decimals + "e", value);
    }
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }
}
