package dev.flowcell.render;

import dev.flowcell.run.Artifact;
import java.util.List;
import java.util.Locale;

/** Draws what runs have to show; what is small is unfolded. */
final class RunViewArtifacts {

  private static final int SMALL = 8_000;
  private static final int SMALL_PICTURE = 300_000;

  private final RunViewPage page;

  RunViewArtifacts(RunViewPage page) {
    this.page = page;
  }

  /**
   * One below the other.
   *
   * @param names whose each is; the flow's own need no name
   */
  void write(List<Artifact> artifacts, RunViewSummary names) {
    int left = 0;
    for (Artifact artifact : artifacts) {
      if (artifact.kind() == Artifact.Kind.PROGRESS) {
        continue;
      }
      int size = size(artifact);
      if (page.hasRoomFor(size)) {
        write(
            artifact,
            size,
            artifact.taskRunId() == null ? "" : names.label(artifact.taskRunId()) + ": ");
      } else {
        left++;
      }
    }
    if (left > 0) {
      String what = RunViewSummary.count(left, "artifact");
      page.note(page.isLive ? what + " to see when the run has ended" : what + " more");
    }
  }

  private static int size(Artifact artifact) {
    return artifact.content(Artifact.HTML).length() + artifact.content(Artifact.PNG).length();
  }

  private void write(Artifact artifact, int size, String whose) {
    StringBuilder out = page.out;
    String words = Html.text(whose + words(artifact));
    if (artifact.kind() == Artifact.Kind.LINK) {
      out.append("<div style=\"font-size:12px\">")
          .append(Html.text(whose))
          .append("Link: <a href=\"");
      out.append(Html.attribute(artifact.content(Artifact.ADDRESS))).append("\">");
      out.append(Html.text(PlainText.cut(artifact.name(), 200))).append("</a></div>");
      return;
    }
    boolean isPicture = artifact.kind() == Artifact.Kind.IMAGE;
    page.unfold(size <= (isPicture ? SMALL_PICTURE : SMALL), words);
    out.append("<div style=\"overflow-x:auto;margin:4px 0 8px 0\">");
    if (isPicture) {
      String seen = artifact.content(Artifact.TEXT);
      out.append("<img style=\"max-width:100%;max-height:420px\" alt=\"");
      out.append(Html.attribute(PlainText.cut(seen.isEmpty() ? words(artifact) : seen, 1_000)));
      out.append("\" src=\"data:image/png;base64,");
      out.append(Html.attribute(artifact.content(Artifact.PNG))).append("\"/>");
    } else {
      out.append(artifact.content(Artifact.HTML));
    }
    out.append("</div>");
    page.fold();
  }

  /** Such as {@code Table cleaned, attempt 2}. */
  static String words(Artifact artifact) {
    String kind = artifact.kind() == Artifact.Kind.MARKDOWN ? "NOTE" : artifact.kind().name();
    StringBuilder words = new StringBuilder();
    words.append(kind.charAt(0)).append(kind.substring(1).toLowerCase(Locale.ROOT));
    if (!artifact.name().isEmpty()) {
      words.append(' ').append(PlainText.cut(artifact.name(), 100));
    }
    if (artifact.attempt() > 1) {
      words.append(", attempt ").append(artifact.attempt());
    }
    return words.toString();
  }

  /** How far a run has come, where it tells of it and has not completed. */
  void progress(List<Artifact> artifacts) {
    for (Artifact artifact : artifacts) {
      if (artifact.kind() == Artifact.Kind.PROGRESS) {
        page.out.append("<div style=\"max-width:480px;font-size:12px\">");
        ProgressBar.write(page.out, part(artifact), artifact.name(), RunViewLook.BLUE);
        page.out.append("</div>");
      }
    }
  }

  /** What a progress artifact tells; 0 where it is none of ours. */
  static double part(Artifact progress) {
    try {
      double part = Double.parseDouble(progress.content(Artifact.TEXT));
      return part >= 0 && part <= 1 ? part : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
