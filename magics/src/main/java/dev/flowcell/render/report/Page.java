package dev.flowcell.render.report;

import dev.flowcell.render.Html;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A page of HTML around its content, readable in light and dark, on a phone and on paper. */
final class Page {

  /** The page may show what stands in it, and run nothing, whoever wrote what stands in it. */
  private static final String POLICY =
      "default-src 'none'; img-src data:; media-src data:; font-src data:; "
          + "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

  private Page() {}

  /**
   * The page.
   *
   * @param title as the browser's tab shows it; any text
   * @param content HTML that is safe and closes what it opens
   * @param footer any text
   */
  static String of(String title, String content, String footer) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="%s">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        %s
        </main>
        <footer>%s</footer>
        </body>
        </html>
        """
        .formatted(POLICY, Html.text(title), style(), content, Html.text(footer));
  }

  private static String style() {
    try (InputStream css = Page.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
