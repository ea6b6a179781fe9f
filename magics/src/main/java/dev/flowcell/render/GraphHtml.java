package dev.flowcell.render;

import dev.flowcell.render.GraphLayout.Line;
import dev.flowcell.render.GraphLayout.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Draws a graph from left to right: boxes in the reader's own colours, lines between them with one
 * bend, which all lines from one box share. Across it is measured in percent, so that it narrows
 * with the page, down in pixels.
 */
final class GraphHtml {

  private static final int ROW = 58;
  private static final int BOX = 46;
  private static final int LEAST_WIDTH = 124;
  private static final int MOST_WIDTH = 240;
  private static final String LINE_COLOUR = "#888888";

  /** How much of its layer's width a box takes. */
  private static final double SHARE = 0.78;

  private final List<RunGraph.Node> nodes;
  private final List<Set<Integer>> given;
  private final GraphLayout layout;
  private final Map<Place, Integer> middles = new HashMap<>();
  private final double width;
  private final StringBuilder out;

  GraphHtml(List<RunGraph.Node> nodes, List<Set<Integer>> given, StringBuilder out) {
    this.nodes = nodes;
    this.given = given;
    this.out = out;
    layout = GraphLayout.of(given);
    width = 100.0 / Math.max(1, layout.layers().size());
    for (List<Place> layer : layout.layers()) {
      int top = (layout.rows() - layer.size()) * ROW / 2;
      for (int row = 0; row < layer.size(); row++) {
        middles.put(layer.get(row), top + row * ROW + ROW / 2);
      }
    }
  }

  void write() {
    int layers = layout.layers().size();
    out.append("<div role=\"group\" aria-label=\"Graph\" style=\"overflow-x:auto\">");
    out.append("<div style=\"position:relative;margin:6px 0;height:").append(layout.rows() * ROW);
    out.append("px;min-width:").append(layers * LEAST_WIDTH).append("px;max-width:");
    out.append(layers * MOST_WIDTH).append("px\">");
    for (int layer = 0; layer < layers; layer++) {
      for (Place place : layout.layers().get(layer)) {
        if (place.isBox()) {
          box(place);
        } else {
          across(left(layer), left(layer) + width * SHARE, middle(place));
        }
      }
      linesFrom(layer);
    }
    out.append("</div></div>");
  }

  private double left(int layer) {
    return layer * width;
  }

  private int middle(Place place) {
    return middles.getOrDefault(place, 0);
  }

  private void box(Place place) {
    RunGraph.Node node = nodes.get(place.node());
    RunViewLook look = node.standing().look();
    open(left(place.layer()), middle(place) - BOX / 2);
    out.append(";width:").append(percent(width * SHARE)).append(";height:").append(BOX);
    out.append("px;box-sizing:border-box;border:1px solid ").append(look.colour());
    out.append(";border-left:4px solid ").append(look.colour());
    out.append(";border-radius:4px;padding:2px 6px;font-size:12px;line-height:1.15;");
    out.append("overflow:hidden;overflow-wrap:break-word\" title=\"");
    out.append(Html.attribute(node.name() + ", " + node.standing().words() + after(place.node())));
    out.append("\"><b>").append(Html.text(PlainText.cut(node.name(), 32))).append("</b>");
    out.append("<div style=\"font-size:11px;white-space:nowrap;color:").append(look.colour());
    out.append("\">").append(look.sign()).append(' ');
    out.append(Html.text(PlainText.cut(node.standing().words(), 24))).append("</div></div>");
  }

  private String after(int node) {
    Set<Integer> before = given.get(node);
    return before.isEmpty()
        ? ""
        : before.stream()
            .limit(20)
            .map(from -> nodes.get(from).name())
            .collect(Collectors.joining(", ", ", after ", ""));
  }

  /** The lines from one layer to the next, each bend at a place of its own. */
  private void linesFrom(int layer) {
    Map<Place, List<Place>> targets = new LinkedHashMap<>();
    for (Place from : layout.layers().get(layer)) {
      for (Line line : layout.lines()) {
        if (line.from().equals(from)) {
          targets.computeIfAbsent(from, place -> new ArrayList<>()).add(line.to());
        }
      }
    }
    double gap = width * (1 - SHARE);
    double begin = left(layer) + width * SHARE;
    int bend = 0;
    for (Map.Entry<Place, List<Place>> lines : targets.entrySet()) {
      bend++;
      double at = begin + gap * bend / (targets.size() + 1) * 0.8;
      lines(lines.getKey(), lines.getValue(), begin, at, begin + gap);
    }
  }

  private void lines(Place from, List<Place> targets, double begin, double bend, double end) {
    int middle = middle(from);
    int top = middle;
    int bottom = middle;
    across(begin, bend, middle);
    for (Place target : targets) {
      int of = middle(target);
      top = Math.min(top, of);
      bottom = Math.max(bottom, of);
      across(bend, end, of);
      if (target.isBox()) {
        arrow(end, of);
      }
    }
    if (top < bottom) {
      open(bend, top);
      out.append(";height:").append(bottom - top + 1).append("px;border-left:1px solid ");
      out.append(LINE_COLOUR).append("\"></div>");
    }
  }

  private void across(double from, double to, int y) {
    open(from, y);
    out.append(";width:").append(percent(to - from)).append(";border-top:1px solid ");
    out.append(LINE_COLOUR).append("\"></div>");
  }

  private void arrow(double x, int y) {
    open(x, y - 4);
    out.append(";margin:0 0 0 -7px;width:0;height:0;border-top:4px solid transparent;");
    out.append("border-bottom:4px solid transparent;border-left:7px solid ").append(LINE_COLOUR);
    out.append("\"></div>");
  }

  private void open(double x, int y) {
    out.append("<div style=\"position:absolute;left:").append(percent(x)).append(";top:").append(y);
    out.append("px");
  }

  private static String percent(double percent) {
    long hundredths = Math.round(percent * 100);
    long rest = hundredths % 100;
    return hundredths / 100 + (rest < 10 ? ".0" : ".") + rest + "%";
  }
}
