package dev.flowcell.render;

import dev.flowcell.run.Run;
import java.util.function.Function;

/**
 * The page that the parts of a run view write on, one after the other. JupyterLab's sanitiser
 * decides over tags, attributes, properties and even the form of values ({@code 0.6}, never {@code
 * .6}); GitHub drops all styles, so that the words alone have to do.
 */
final class RunViewPage {

  static final String LINE = "rgba(128,128,128,0.3)";
  static final String DIM = "opacity:0.7";
  static final String MONO =
      "font-family:Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:12px;line-height:1.5";
  static final String WRAP = "white-space:pre-wrap;overflow-wrap:break-word";

  /** Characters after which rows, log lines and subflows are only counted. */
  private static final int FULL = 500_000;

  /** Characters of artifacts, pictures among them; while the run goes on and at its end. */
  private static final int FULL_OF_ARTIFACTS_LIVE = 60_000;

  private static final int FULL_OF_ARTIFACTS = 3_000_000;

  final StringBuilder out = new StringBuilder(16_384);
  final RunViewTimes times;

  /** Whether the run goes on: the view is then sent several times a second, so it is kept small. */
  final boolean isLive;

  private final Function<Run, String> addresses;
  private int artifacts;

  RunViewPage(RunViewTimes times, boolean isLive, Function<Run, String> addresses) {
    this.times = times;
    this.isLive = isLive;
    this.addresses = addresses;
  }

  /** The name of a run, which leads to its own page where it has one. */
  void name(Run run, String name) {
    String address = addresses.apply(run);
    if (address.isEmpty()) {
      out.append(Html.text(name));
      return;
    }
    out.append("<a style=\"color:inherit\" href=\"").append(Html.attribute(address)).append("\">");
    out.append(Html.text(name)).append("</a>");
  }

  /** Begins a part that a reader unfolds. */
  void unfold(boolean open, String words) {
    out.append(open ? "<details open=\"open\">" : "<details>");
    out.append("<summary style=\"cursor:pointer;font-size:12px;").append(DIM).append("\">");
    out.append(words).append("</summary>");
  }

  void fold() {
    out.append("</details>");
  }

  /** Tells what is left out. */
  void note(String words) {
    out.append("<div style=\"").append(DIM).append("\">… ").append(words).append("</div>");
  }

  boolean isFull() {
    return out.length() - artifacts > FULL;
  }

  /** Takes room for something to look at, where there is as much left. */
  boolean hasRoomFor(int characters) {
    if (artifacts + characters > (isLive ? FULL_OF_ARTIFACTS_LIVE : FULL_OF_ARTIFACTS)) {
      return false;
    }
    artifacts += characters;
    return true;
  }
}
