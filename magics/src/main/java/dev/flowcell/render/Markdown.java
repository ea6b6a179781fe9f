package dev.flowcell.render;

import dev.flowcell.cell.MimeBundle;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.UrlSanitizer;

/**
 * Markdown as HTML that is safe to show, whoever wrote it: HTML within it stands there as text, and
 * links lead to the web or to files beside the page only; a formula stands there as it was written.
 * Thread-safe.
 */
public final class Markdown {

  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER =
      Parser.builder()
          .extensions(EXTENSIONS)
          .customInlineContentParserFactory(new Formulas())
          .build();

  private Markdown() {}

  /** The text as a notebook shows it, with the Markdown itself as its text twin. */
  public static MimeBundle render(String markdown) {
    return MimeBundle.html(html(markdown), markdown);
  }

  /** The text as HTML. */
  public static String html(String markdown) {
    return html(markdown, true, url -> url);
  }

  /**
   * The text of a notebook's author as HTML, with the HTML that stands in it: for pages that run no
   * script.
   *
   * @param pictures gives the address of a picture as the page has it, for the one in the text
   */
  public static String ofAuthor(String markdown, UnaryOperator<String> pictures) {
    return html(markdown, false, pictures);
  }

  private static String html(String markdown, boolean escaped, UnaryOperator<String> pictures) {
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(escaped)
            .sanitizeUrls(true)
            .urlSanitizer(new Addresses(pictures))
            .build();
    return renderer.render(PARSER.parse(markdown)).strip();
  }

  /** Pictures that stand in the text itself are welcome, links to such data are not. */
  private static final class Addresses implements UrlSanitizer {

    private final UrlSanitizer links = new DefaultUrlSanitizer(List.of("http", "https", "mailto"));
    private final UnaryOperator<String> pictures;

    Addresses(UnaryOperator<String> pictures) {
      this.pictures = pictures;
    }

    @Override
    public String sanitizeLinkUrl(String url) {
      return links.sanitizeLinkUrl(url);
    }

    @Override
    public String sanitizeImageUrl(String inText) {
      String url = pictures.apply(inText);
      boolean isPicture = url.toLowerCase(Locale.ROOT).startsWith("data:image/");
      return isPicture ? url : links.sanitizeImageUrl(url);
    }
  }
}
