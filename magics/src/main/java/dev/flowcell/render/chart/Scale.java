package dev.flowcell.render.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Numbers along an axis.
 *
 * @param min the number at the axis' beginning
 * @param max the number at its end, greater than {@code min}
 * @param from where the axis begins, in pixels
 * @param to where it ends, in pixels; may be less than {@code from}
 */
record Scale(double min, double max, double from, double to) {

  /** Years and other numbers of four digits are written without a comma. */
  private static final double GROUPED_FROM = 10_000;

  private static final double[] STEPS = {1, 2, 5, 10};

  /** A number that is marked, with its text. */
  record Tick(double value, String label) {}

  /** The scale of the same numbers elsewhere. */
  Scale at(double begin, double end) {
    return new Scale(min, max, begin, end);
  }

  /** Where a number stands, in pixels. */
  double position(double value) {
    return from + (value - min) / (max - min) * (to - from);
  }

  /**
   * At most so many round numbers within the scale: multiples of 1, 2 or 5 of a power of ten.
   *
   * @param least how far they are apart at least
   */
  List<Tick> ticks(int most, double least) {
    double step = Math.max(least, step((max - min) / Math.max(1, most)));
    double slack = (max - min) * 1e-9;
    boolean grouped = Math.max(Math.abs(min), Math.abs(max)) >= GROUPED_FROM;
    List<Tick> ticks = new ArrayList<>();
    for (double n = Math.ceil((min - slack) / step); n * step <= max + slack; n++) {
      if (ticks.size() > most) {
        break;
      }
      ticks.add(new Tick(n * step, label(n * step, step, grouped)));
    }
    return ticks;
  }

  /** The least step not below that one which is 1, 2 or 5 times a power of ten. */
  static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double step : STEPS) {
      if (step * power >= least * (1 - 1e-9)) {
        return step * power;
      }
    }
    return 10 * power;
  }

  private static String label(double value, double step, boolean grouped) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    double largest = Math.max(Math.abs(value), step);
    if (largest >= 1e7 || decimals > 5) {
      return scientific(value, step);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
    return signed(grouped ? grouped(rounded) : rounded.toPlainString());
  }

  private static String scientific(double value, double step) {
    if (Math.abs(value) < step / 2) {
      return "0";
    }
    int exponent = (int) Math.floor(Math.log10(Math.abs(value)) + 1e-12);
    int digits = Math.max(1, exponent - (int) Math.floor(Math.log10(step) + 1e-12) + 1);
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    return signed(mantissa + "e" + exponent);
  }

  /**
   * A number as people write it, with that many digits after the point at most; of very large and
   * very small ones the first digits.
   */
  static String plain(double value, int decimals) {
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (size > 0 && (size < 1e-3 || size >= 1e12)) {
      MathContext digits = new MathContext(decimals + 1);
      return BigDecimal.valueOf(value).round(digits).stripTrailingZeros().toString();
    }
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return size < GROUPED_FROM ? rounded.toPlainString() : grouped(rounded);
  }

  private static String grouped(BigDecimal number) {
    return String.format(Locale.ROOT, "%,." + Math.max(0, number.scale()) + "f", number);
  }

  private static String signed(String number) {
    return number.replace('-', '\u2212');
  }
}
