package dev.flowcell.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.MimeBundle;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** Reads what the renderers write, as strictly as XML is read. */
public final class Fragments {

  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("div", Set.of("style", "title", "class", "role", "aria-label")),
          Map.entry("a", Set.of("href")),
          Map.entry("img", Set.of("style", "alt", "src")),
          Map.entry("p", Set.of()),
          Map.entry("strong", Set.of()),
          Map.entry("span", Set.of("style", "title")),
          Map.entry("b", Set.of("style")),
          Map.entry("table", Set.of("style", "border", "class")),
          Map.entry("thead", Set.of("style")),
          Map.entry("tbody", Set.of()),
          Map.entry("tr", Set.of("style")),
          Map.entry("th", Set.of("style", "scope")),
          Map.entry("td", Set.of("style", "colspan")),
          Map.entry("details", Set.of("open")),
          Map.entry("summary", Set.of("style")));

  /** Of those that JupyterLab's sanitiser leaves standing. */
  private static final Set<String> PROPERTIES =
      Set.of(
          "background",
          "border",
          "border-bottom",
          "border-collapse",
          "border-left",
          "border-radius",
          "border-top",
          "box-sizing",
          "color",
          "cursor",
          "font-family",
          "font-size",
          "font-weight",
          "height",
          "left",
          "line-height",
          "margin",
          "margin-top",
          "max-height",
          "max-width",
          "min-width",
          "opacity",
          "overflow",
          "overflow-wrap",
          "overflow-x",
          "padding",
          "padding-left",
          "padding-right",
          "padding-top",
          "position",
          "table-layout",
          "text-align",
          "text-indent",
          "top",
          "vertical-align",
          "white-space",
          "width");

  private Fragments() {}

  public static String htmlOf(MimeBundle bundle) {
    return String.valueOf(bundle.data().get(MimeBundle.HTML));
  }

  /** Parses a fragment and fails where it holds anything but plain tags with plain styles. */
  public static Element parsed(String html) {
    try {
      Element root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader("<div>" + html + "</div>")))
              .getDocumentElement();
      check(root);
      return root;
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + e.getMessage() + "\n" + html, e);
    }
  }

  private static void check(Element element) {
    assertThat(ALLOWED).containsKey(element.getTagName());
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      Attr attribute = (Attr) element.getAttributes().item(i);
      assertThat(ALLOWED.get(element.getTagName())).contains(attribute.getName());
      if (attribute.getName().equals("style")) {
        checkStyle(attribute.getValue());
      }
    }
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element nested) {
        check(nested);
      }
    }
  }

  private static void checkStyle(String style) {
    for (String declaration : style.split(";", 0)) {
      String[] parts = declaration.split(":", 2);
      assertThat(PROPERTIES).contains(parts[0]);
      assertThat(parts[1]).doesNotContain("url", "var(").doesNotMatch("(.*[^0-9])?\\.[0-9].*");
    }
  }
}
