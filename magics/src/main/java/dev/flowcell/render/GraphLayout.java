package dev.flowcell.render;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the boxes of a graph into layers: each behind all that it was given, and where a line passes
 * layers in between, it has a place there. Lines from one box share theirs. Where boxes stand for
 * several runs, lines may lead back: those are left out here.
 *
 * @param layers what stands in each layer, from above
 * @param lines from places to places in the next layer
 * @param rows how many places the fullest layer has
 */
record GraphLayout(List<List<Place>> layers, Set<Line> lines, int rows) {

  private static final int SWEEPS = 4;

  /** A box, or where the lines from it pass. */
  record Place(int node, int layer, boolean isBox) {}

  /** A line from one layer to the next. */
  record Line(Place from, Place to) {}

  /**
   * Lays out.
   *
   * @param given for each node those before it
   */
  static GraphLayout of(List<Set<Integer>> given) {
    int[] layerOf = layers(given);
    List<List<Place>> layers = new ArrayList<>();
    Set<Line> lines = new HashSet<>();
    for (int node = 0; node < given.size(); node++) {
      place(new Place(node, layerOf[node], true), layers);
    }
    for (int node = 0; node < given.size(); node++) {
      Place box = new Place(node, layerOf[node], true);
      for (int from : given.get(node)) {
        if (layerOf[from] < layerOf[node]) {
          connect(new Place(from, layerOf[from], true), box, layers, lines);
        }
      }
    }
    untangle(layers, lines);
    int rows = layers.stream().mapToInt(List::size).max().orElse(0);
    return new GraphLayout(layers, lines, rows);
  }

  /** The longest way to each node along lines from earlier nodes. */
  private static int[] layers(List<Set<Integer>> given) {
    int[] layers = new int[given.size()];
    for (int node = 0; node < layers.length; node++) {
      for (int from : given.get(node)) {
        if (from < node) {
          layers[node] = Math.max(layers[node], layers[from] + 1);
        }
      }
    }
    return layers;
  }

  private static void place(Place place, List<List<Place>> layers) {
    while (layers.size() <= place.layer) {
      layers.add(new ArrayList<>());
    }
    layers.get(place.layer).add(place);
  }

  private static void connect(Place from, Place to, List<List<Place>> layers, Set<Line> lines) {
    Place last = from;
    for (int layer = from.layer + 1; layer < to.layer; layer++) {
      Place passing = new Place(from.node, layer, false);
      if (lines.add(new Line(last, passing))) {
        place(passing, layers);
      }
      last = passing;
    }
    lines.add(new Line(last, to));
  }

  /** Moves each place to the middle of those it is connected with, there and back again. */
  private static void untangle(List<List<Place>> layers, Set<Line> lines) {
    Map<Place, List<Place>> before = new HashMap<>();
    Map<Place, List<Place>> behind = new HashMap<>();
    for (Line line : lines) {
      before.computeIfAbsent(line.to, place -> new ArrayList<>()).add(line.from);
      behind.computeIfAbsent(line.from, place -> new ArrayList<>()).add(line.to);
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int i = 1; i < layers.size(); i++) {
        sort(layers.get(i), layers.get(i - 1), before);
      }
      for (int i = layers.size() - 2; i > 0; i--) {
        sort(layers.get(i), layers.get(i + 1), behind);
      }
    }
  }

  private static void sort(
      List<Place> layer, List<Place> fixed, Map<Place, List<Place>> neighbours) {
    Map<Place, Integer> rows = new HashMap<>();
    for (int row = 0; row < fixed.size(); row++) {
      rows.put(fixed.get(row), row);
    }
    Map<Place, Double> middles = new HashMap<>();
    for (int row = 0; row < layer.size(); row++) {
      Place place = layer.get(row);
      middles.put(
          place,
          neighbours.getOrDefault(place, List.of()).stream()
              .mapToInt(rows::get)
              .average()
              .orElse(row));
    }
    layer.sort(Comparator.comparingDouble(middles::get));
  }
}
