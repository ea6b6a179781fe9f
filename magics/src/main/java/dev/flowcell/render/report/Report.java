package dev.flowcell.render.report;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.notebook.Notebook;
import dev.flowcell.notebook.NotebookCell;
import dev.flowcell.notebook.Output;
import dev.flowcell.render.Html;
import dev.flowcell.render.Markdown;
import dev.flowcell.render.RunView;
import dev.flowcell.run.RunTree;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Pages for people who have no notebook in front of them. Thread-safe. */
public final class Report {

  private Report() {}

  /**
   * A notebook: its text, its code where wanted, and what its cells have shown.
   *
   * @param title where the notebook has no heading
   * @param folder where the notebook's pictures lie, which become a part of the page
   * @param footer when and by what it was made
   */
  public static String of(
      Notebook notebook, String title, Path folder, boolean withCode, String footer) {
    StringBuilder html = new StringBuilder();
    Attachments pictures = new Attachments(folder);
    for (NotebookCell cell : notebook.cells()) {
      if (cell.isMarkdown()) {
        section(html, "text", Markdown.ofAuthor(cell.source(), pictures.of(cell)));
      } else if (cell.isCode()) {
        code(html, cell, withCode);
      }
    }
    return Page.of(notebook.title().orElse(title), html.toString(), footer);
  }

  /** One flow run as its notebook shows it. */
  public static String of(RunTree run, Instant now, String footer) {
    String name = run.flow() == null ? "Task runs" : run.flow().flow();
    StringBuilder html = new StringBuilder();
    String view = String.valueOf(RunView.render(run, now).data().get(MimeBundle.HTML));
    section(html, "output", view);
    return Page.of(name, html.toString(), footer);
  }

  private static void code(StringBuilder html, NotebookCell cell, boolean withCode) {
    if (withCode && !cell.source().isBlank()) {
      String number = cell.number() == 0 ? " " : String.valueOf(cell.number());
      html.append("<section class=\"code\"><div class=\"number\">In [")
          .append(number)
          .append("]</div><pre><code>")
          .append(JavaColours.html(cell.source()))
          .append("</code></pre></section>\n");
    }
    for (Output output : cell.outputs()) {
      output(html, output);
    }
  }

  private static void output(StringBuilder html, Output output) {
    if (output instanceof Output.Printed printed) {
      boolean isError = printed.stream() == CellOutput.Stream.STDERR;
      text(html, isError ? "output stderr" : "output", printed.text());
    } else if (output instanceof Output.Displayed displayed) {
      bundle(html, displayed.bundle());
    } else if (output instanceof Output.Result result) {
      bundle(html, result.bundle());
    } else if (output instanceof Output.Failure failure) {
      CellError error = failure.error();
      text(html, "output error", String.join("\n", error.traceback()));
    }
  }

  /** The richest form that a page can show. */
  private static void bundle(StringBuilder html, MimeBundle bundle) {
    for (Map.Entry<String, Object> form : bundle.data().entrySet()) {
      String value = String.valueOf(form.getValue());
      switch (form.getKey()) {
        case MimeBundle.HTML -> section(html, "output", value);
        case MimeBundle.MARKDOWN -> section(html, "output", Markdown.html(value));
        case MimeBundle.PNG, "image/jpeg", "image/gif" -> picture(html, form.getKey(), bundle);
        case MimeBundle.TEXT -> text(html, "output", value);
        default -> {
          continue;
        }
      }
      return;
    }
  }

  private static void picture(StringBuilder html, String type, MimeBundle bundle) {
    StringBuilder size = new StringBuilder();
    if (bundle.metadata().get(type) instanceof Map<?, ?> given) {
      given.forEach(
          (name, value) -> {
            if (value instanceof Number pixels && String.valueOf(name).matches("width|height")) {
              size.append(' ').append(name).append("=\"").append(pixels.intValue()).append('"');
            }
          });
    }
    String data = String.valueOf(bundle.data().get(type)).replaceAll("\\s", "");
    section(
        html,
        "output",
        "<img alt=\"%s\"%s src=\"data:%s;base64,%s\">"
            .formatted(Html.attribute(bundle.text()), size, type, Html.attribute(data)));
  }

  private static void text(StringBuilder html, String kind, String text) {
    section(html, kind, "<pre>" + Html.text(text) + "</pre>");
  }

  private static void section(StringBuilder html, String kind, String content) {
    html.append("<section class=\"").append(kind).append("\">");
    html.append(content).append("</section>\n");
  }
}
