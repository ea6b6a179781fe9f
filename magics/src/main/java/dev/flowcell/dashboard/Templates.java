package dev.flowcell.dashboard;

import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import gg.jte.output.WriterOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The templates, which were made classes of this room when it was compiled. All text in them is
 * escaped. Thread-safe.
 */
final class Templates {

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          Templates.class.getClassLoader(),
          Templates.class.getPackageName());

  /** A page without a frame, or what stands within one. */
  String text(String template, View view, Object page) {
    StringOutput out = new StringOutput(16_384);
    engine.render(template + ".jte", Map.of("view", view, "page", page), out);
    return out.toString();
  }

  /**
   * Writes a page in its frame. The frame is on its way to the visitor before the page's own matter
   * is asked for.
   *
   * @throws IOException when the visitor has gone
   */
  void write(Frame frame, Supplier<String> matter, OutputStream to) throws IOException {
    Writer writer = new OutputStreamWriter(to, StandardCharsets.UTF_8);
    Content content =
        out -> {
          flush(writer);
          out.writeContent(matter.get());
        };
    try {
      engine.render(
          "layout.jte", Map.of("frame", frame, "content", content), new WriterOutput(writer));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    writer.flush();
  }

  private static void flush(Writer writer) {
    try {
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
