package dev.flowcell.render;

import dev.flowcell.cell.MimeBundle;

/** How far something has come, as a bar with words. */
public final class ProgressBar {

  private ProgressBar() {}

  /**
   * A bar by itself.
   *
   * @param part from 0 to 1
   * @param words what is being done, or empty
   */
  public static MimeBundle render(double part, String words) {
    StringBuilder out = new StringBuilder("<div style=\"max-width:480px;font-size:13px\">");
    write(out, part, words, RunViewLook.BLUE);
    return MimeBundle.html(out.append("</div>").toString(), text(part, words));
  }

  /** Such as {@code 40 % cleaning}. */
  static String text(double part, String words) {
    String percent = (int) (part * 100) + " %"; // all is told when all is done, not before
    return words.isEmpty() ? percent : percent + " " + PlainText.cut(words, 200);
  }

  /** The words, and below them the bar: borders, since printers leave backgrounds out. */
  static void write(StringBuilder out, double part, String words, String colour) {
    out.append("<div>").append(Html.text(text(part, words))).append("</div>");
    out.append("<div style=\"border-top:4px solid rgba(128,128,128,0.3)\">");
    out.append("<div style=\"border-top:4px solid ")
        .append(colour)
        .append(";margin-top:-4px;width:");
    out.append((int) (part * 100)).append("%\"></div></div>");
  }
}
