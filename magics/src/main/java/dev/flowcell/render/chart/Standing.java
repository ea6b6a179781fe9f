package dev.flowcell.render.chart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bars of several series at the same places. */
final class Standing {

  /** How much of the room between two places bars that do not touch take. */
  static final double FILLED = 0.8;

  /** How bars at one place keep out of each other's way. */
  enum Mode {
    /** Side by side. */
    ASIDE,
    /** On each other. */
    STACKED,
    /** One before the other. */
    OVERLAID
  }

  private Standing() {}

  /**
   * The bars of series.
   *
   * @param heights for each series, by the middle of the bar
   * @param width of all bars at a place together
   */
  static List<Chart.Marks> marks(
      List<String> names, List<Map<Double, Double>> heights, double width, Mode mode) {
    boolean aside = mode == Mode.ASIDE;
    double each = aside ? width / heights.size() : width;
    Map<Double, Double> feet = new HashMap<>();
    List<Chart.Marks> marks = new ArrayList<>();
    for (int i = 0; i < heights.size(); i++) {
      double shift = aside ? (i - (heights.size() - 1) / 2.0) * each : 0;
      List<Chart.Bar> bars = new ArrayList<>();
      for (Map.Entry<Double, Double> bar : heights.get(i).entrySet()) {
        double from = bar.getKey() + shift - each / 2;
        double foot = mode == Mode.STACKED ? feet.getOrDefault(bar.getKey(), 0.0) : 0;
        double top = foot + bar.getValue();
        bars.add(new Chart.Bar(from, from + each, foot, top));
        feet.put(bar.getKey(), top);
      }
      marks.add(new Chart.Bars(names.get(i), bars, mode == Mode.OVERLAID && heights.size() > 1));
    }
    return marks;
  }
}
