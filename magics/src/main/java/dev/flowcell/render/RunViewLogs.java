package dev.flowcell.render;

import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Draws log lines and states in the order of their times, folded. */
final class RunViewLogs {

  private static final int MOST_LINES = 500;
  private static final int MOST_LINES_LIVE = 50;
  private static final int MOST_LINES_OF_A_LEVEL = 200;

  private final RunViewPage page;

  RunViewLogs(RunViewPage page) {
    this.page = page;
  }

  /** The lines and states of one run. */
  void ofRun(String title, List<LogLine> lines, List<State> history) {
    if (lines.isEmpty() && history.isEmpty()) {
      return;
    }
    if (page.isFull()) {
      page.note(RunViewSummary.count(lines.size(), "log line"));
      return;
    }
    List<String> parts = new ArrayList<>();
    if (!lines.isEmpty()) {
      parts.add(RunViewSummary.count(lines.size(), "log line"));
    }
    if (!history.isEmpty()) {
      parts.add(RunViewSummary.count(history.size(), "state"));
    }
    page.unfold(false, title + String.join(", ", parts));
    begin();
    lines(lines, history, null, page.isLive ? MOST_LINES_LIVE : MOST_LINES);
    end();
    page.fold();
  }

  /**
   * The lines of all runs of a flow run, and those of each level by themselves where there are
   * several: a reader unfolds what is asked for.
   *
   * @param names who wrote each line
   */
  void ofAll(List<LogLine> lines, RunViewSummary names) {
    if (page.isFull()) {
      return;
    }
    Map<Level, List<LogLine>> byLevel = new EnumMap<>(Level.class);
    for (LogLine line : lines) {
      byLevel.computeIfAbsent(line.level(), level -> new ArrayList<>()).add(line);
    }
    page.unfold(false, "Logs of all runs: " + counts(lines.size(), byLevel));
    begin();
    Level[] levels = Level.values();
    for (int i = levels.length - 1; i >= 0 && byLevel.size() > 1; i--) {
      List<LogLine> ofLevel = byLevel.get(levels[i]);
      if (ofLevel != null) {
        page.unfold(false, levels[i] + " only: " + RunViewSummary.count(ofLevel.size(), "line"));
        lines(ofLevel, List.of(), names, MOST_LINES_OF_A_LEVEL);
        page.fold();
      }
    }
    lines(lines, List.of(), names, MOST_LINES);
    end();
    page.fold();
  }

  /** Such as {@code 12 log lines: 1 ERROR, 11 INFO}. */
  private static String counts(int all, Map<Level, List<LogLine>> byLevel) {
    StringBuilder words = new StringBuilder(RunViewSummary.count(all, "log line"));
    String before = ": ";
    Level[] levels = Level.values();
    for (int i = levels.length - 1; i >= 0; i--) {
      List<LogLine> ofLevel = byLevel.get(levels[i]);
      if (ofLevel != null) {
        words.append(before).append(ofLevel.size()).append(' ').append(levels[i]);
        before = ", ";
      }
    }
    return words.toString();
  }

  private void begin() {
    page.out.append("<div style=\"").append(RunViewPage.MONO).append(";margin:2px 0 6px 0\">");
  }

  private void end() {
    page.out.append("</div>");
  }

  private void lines(
      List<LogLine> lines, List<State> history, @Nullable RunViewSummary names, int most) {
    int left = Math.max(0, lines.size() - most);
    if (left > 0) {
      page.note(left + " earlier log lines");
    }
    int told = 0;
    for (LogLine line : lines.subList(left, lines.size())) {
      if (page.isFull()) {
        page.note("more log lines");
        break;
      }
      while (told < history.size() && isBefore(history.get(told), line)) {
        state(history.get(told++));
      }
      line(line, names);
    }
    history.subList(told, history.size()).forEach(this::state);
  }

  /** At equal times, what an attempt wrote stands between its beginning and its end. */
  private static boolean isBefore(State state, LogLine line) {
    int order = state.at().compareTo(line.at());
    return order < 0 || (order == 0 && state.type() == StateType.RUNNING);
  }

  private void line(LogLine line, @Nullable RunViewSummary names) {
    StringBuilder out = page.out;
    start(line.at());
    out.append("<span style=\"color:").append(RunViewLook.colour(line.level())).append("\">");
    out.append(line.level()).append(" ".repeat(5 - line.level().name().length())).append("</span>");
    if (names != null) {
      out.append(" <b>").append(Html.text(names.label(line))).append("</b>");
    }
    if (line.attempt() > 1) {
      out.append(" <span style=\"").append(RunViewPage.DIM).append("\">attempt ");
      out.append(line.attempt()).append("</span>");
    }
    out.append(' ').append(Html.text(PlainText.cut(line.message(), 4_000))).append("</div>");
  }

  private void state(State state) {
    StringBuilder out = page.out;
    start(state.at());
    RunViewLook look = RunViewLook.of(state);
    out.append("<span style=\"color:").append(look.colour()).append("\">").append(look.sign());
    out.append(' ').append(Html.text(RunViewLook.word(state))).append("</span>");
    if (state.attempt() > 0) {
      out.append(" attempt ").append(state.attempt());
    }
    if (!state.message().isEmpty()) {
      out.append(": ").append(Html.text(PlainText.cut(state.message(), 500)));
    }
    out.append("</div>");
  }

  /** Begins a line whose following lines hang below its text. */
  private void start(Instant at) {
    StringBuilder out = page.out;
    out.append("<div style=\"").append(RunViewPage.WRAP);
    out.append(";padding-left:11em;text-indent:-11em\"><span style=\"").append(RunViewPage.DIM);
    out.append("\">").append(page.times.clock(at)).append("</span> ");
  }
}
