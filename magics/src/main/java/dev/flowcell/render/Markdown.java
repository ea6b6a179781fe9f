package dev.flowcell.render;

import dev.flowcell.cell.MimeBundle;
import java.util.List;
import java.util.Locale;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.UrlSanitizer;

/**
 * Markdown as HTML that is safe to show, whoever wrote it: HTML within it stands there as text, and
 * links lead to the web or to files beside the page only. Thread-safe.
 */
public final class Markdown {

  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .escapeHtml(true)
          .sanitizeUrls(true)
          .urlSanitizer(new Addresses())
          .build();

  private Markdown() {}

  /** The text as a notebook shows it, with the Markdown itself as its text twin. */
  public static MimeBundle render(String markdown) {
    return MimeBundle.html(RENDERER.render(PARSER.parse(markdown)).strip(), markdown);
  }

  /** Pictures that stand in the text itself are welcome, links to such data are not. */
  private static final class Addresses implements UrlSanitizer {

    private final UrlSanitizer links = new DefaultUrlSanitizer(List.of("http", "https", "mailto"));

    @Override
    public String sanitizeLinkUrl(String url) {
      return links.sanitizeLinkUrl(url);
    }

    @Override
    public String sanitizeImageUrl(String url) {
      boolean isPicture = url.toLowerCase(Locale.ROOT).startsWith("data:image/");
      return isPicture ? url : links.sanitizeImageUrl(url);
    }
  }
}
