package dev.flowcell.magic;

import dev.flowcell.cell.NearMatch;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** The POM that a cell means: a whole one, or pieces as a library's page shows them. */
final class PomText {

  /** Pieces that stand in a list of their own. */
  private static final Map<String, String> LISTS =
      Map.of("dependency", "dependencies", "repository", "repositories");

  /** What can stand right below {@code <project>}. */
  private static final Set<String> ELEMENTS =
      Set.of(
          ("modelVersion parent groupId artifactId version packaging name description url"
                  + " inceptionYear organization licenses developers contributors mailingLists"
                  + " prerequisites modules scm issueManagement ciManagement distributionManagement"
                  + " properties dependencyManagement dependencies repositories pluginRepositories"
                  + " build reports reporting profiles")
              .split(" "));

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "modelVersion", "4.0.0", "groupId", "notebook", "artifactId", "notebook", "version", "1");

  private PomText() {}

  /** A whole POM of the text below a magic. */
  static String whole(MagicCall call) {
    try {
      Document document =
          read("<pieces>" + call.text().replaceFirst("^\\s*<\\?xml.*?\\?>", "") + "</pieces>");
      List<Element> pieces = children(document.getDocumentElement());
      if (pieces.isEmpty()) {
        throw call.wrong(call.line().written() + " needs XML below it, such as a <dependency>");
      }
      if (pieces.get(0).getTagName().equals("project")) {
        return write(pieces.get(0));
      }
      pieces.forEach(piece -> check(call, piece.getTagName()));
      return write(project(document, pieces));
    } catch (SAXParseException e) {
      throw call.wrong(
          "the XML below is not well formed: line %d: %s"
              .formatted(e.getLineNumber(), e.getMessage()));
    } catch (SAXException | IOException | ParserConfigurationException | TransformerException e) {
      throw call.wrong("the XML below can't be read: " + e.getMessage());
    }
  }

  private static void check(MagicCall call, String name) {
    if (!ELEMENTS.contains(name) && !LISTS.containsKey(name)) {
      List<String> known =
          Stream.concat(LISTS.keySet().stream(), ELEMENTS.stream()).sorted().toList();
      String near =
          NearMatch.of(name, known).map(each -> ", did you mean <" + each + ">?").orElse("");
      throw call.wrong("a POM has no <" + name + ">" + near);
    }
  }

  private static Element project(Document document, List<Element> pieces) {
    Element project = document.createElement("project");
    DEFAULTS.forEach(
        (name, text) -> {
          if (pieces.stream().noneMatch(piece -> piece.getTagName().equals(name))) {
            project.appendChild(document.createElement(name)).setTextContent(text);
          }
        });
    for (Element piece : pieces) {
      String list = LISTS.get(piece.getTagName());
      if (list != null) {
        list(project, list).appendChild(piece);
      } else if (Set.copyOf(LISTS.values()).contains(piece.getTagName())) {
        children(piece).forEach(list(project, piece.getTagName())::appendChild);
      } else {
        project.appendChild(piece);
      }
    }
    return project;
  }

  private static Element list(Element project, String name) {
    return children(project).stream()
        .filter(each -> each.getTagName().equals(name))
        .findFirst()
        .orElseGet(
            () -> (Element) project.appendChild(project.getOwnerDocument().createElement(name)));
  }

  private static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node each = parent.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }

  private static Document read(String xml)
      throws SAXException, IOException, ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    var builder = factory.newDocumentBuilder();
    builder.setErrorHandler(new Throwing()); // its own prints to stderr
    return builder.parse(new InputSource(new StringReader(xml)));
  }

  private static String write(Element element) throws TransformerException {
    TransformerFactory factory = TransformerFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    StringWriter text = new StringWriter();
    factory.newTransformer().transform(new DOMSource(element), new StreamResult(text));
    return text.toString();
  }

  private static final class Throwing implements ErrorHandler {

    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) throws SAXParseException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXParseException {
      throw e;
    }
  }
}
