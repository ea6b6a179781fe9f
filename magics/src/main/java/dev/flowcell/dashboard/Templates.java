package dev.flowcell.dashboard;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The templates, which were made classes of this room when it was compiled. Thread-safe. */
final class Templates {

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          Templates.class.getClassLoader(),
          Templates.class.getPackageName());

  /** The page around its own matter; all text in both is escaped. */
  String page(String template, View view, Object page) {
    StringOutput out = new StringOutput(16_384);
    engine.render(template + ".jte", Map.of("view", view, "page", page), out);
    return out.toString();
  }
}
