package dev.flowcell.magic;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import dev.flowcell.code.JavaParser;
import dev.flowcell.flow.Parameter;
import dev.flowcell.magic.syntax.CellScanner;
import dev.flowcell.magic.syntax.CellScanner.Item;
import dev.flowcell.magic.syntax.CellScanner.MagicLine;
import dev.flowcell.magic.syntax.CellScanner.Scan;
import dev.flowcell.magic.syntax.JavaMember;
import dev.flowcell.magic.syntax.JavaReader;
import dev.flowcell.notebook.Notebook;
import dev.flowcell.notebook.NotebookCell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a notebook can be given, read from its text: nothing of it is run. */
public final class NotebookParameters {

  private static final String FLOW = "flow";

  private final StandardMagics magics = new StandardMagics();
  private final CellScanner scanner = new CellScanner(magics);
  private final JavaReader reader = new JavaReader();
  private final JavaParser parser = new JavaParser();
  private final Map<String, Declared> parameters = new LinkedHashMap<>();
  private final Map<String, List<Parameter>> flows = new LinkedHashMap<>();

  private NotebookParameters() {}

  /**
   * A parameter with a value of its own.
   *
   * @param type as it stands in the source, or empty where that does not tell
   * @param value what it is where nothing is given, as it stands in the source; may be empty
   * @param place the kind of place it was found in
   */
  public record Declared(String name, String type, String value, Place place) {}

  /** Where a notebook says what it takes. */
  public enum Place {
    /** A variable of the cell that is tagged {@code parameters}. */
    CELL,
    /** A call of {@code param(name, value)}. */
    CALL
  }

  /** Reads a notebook; what is no Java is passed over. */
  public static NotebookParameters of(Notebook notebook) {
    NotebookParameters read = new NotebookParameters();
    notebook.cells().stream().filter(NotebookCell::isCode).forEach(read::read);
    return read;
  }

  /** Its parameters, in their order. */
  public List<Declared> parameters() {
    return List.copyOf(parameters.values());
  }

  /** Its flows with their parameters, in their order. */
  public Map<String, List<Parameter>> flows() {
    return flows;
  }

  private void read(NotebookCell cell) {
    Scan scan = scanner.scan(cell.source());
    for (Item item : scan.items(0, scan.text().length())) {
      if (reader.read(scan, item) instanceof JavaMember.Method method) {
        Tree body = parser.members(scan.java().substring(item.start(), item.end())).unit();
        calls(body);
        if (isFlow(scan, item, method)) {
          flows.put(method.name(), method.parameters());
        }
      } else {
        Tree body = parser.statements(scan.java().substring(item.start(), item.end())).unit();
        if (cell.tags().contains(NotebookCell.PARAMETERS)) {
          variables(body);
        }
        calls(body);
      }
    }
  }

  private boolean isFlow(Scan scan, Item item, JavaMember.Method method) {
    if (method.annotations().stream().anyMatch(one -> one.name().equals("Flow"))) {
      return true;
    }
    return scan.magics().stream()
        .filter(line -> line.name().equals(FLOW) && !isVerb(scan, line))
        .anyMatch(
            line ->
                line.cell()
                    || (line.end() <= item.start() && !scan.hasCode(line.end(), item.start())));
  }

  private boolean isVerb(Scan scan, MagicLine line) {
    String first = scan.text().substring(line.rest(), line.end()).strip().split("\\s", 2)[0];
    return !first.isEmpty()
        && magics
            .find(FLOW)
            .filter(magic -> magic.usages().stream().anyMatch(usage -> usage.verb().equals(first)))
            .isPresent();
  }

  private void variables(Tree body) {
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree variable, @Nullable Void nothing) {
        ExpressionTree value = variable.getInitializer();
        String type = variable.getType() == null ? "" : variable.getType().toString();
        add(
            variable.getName().toString(),
            type.isEmpty() ? typeOf(value) : type,
            value,
            Place.CELL);
        return null;
      }
    }.scan(body, null);
  }

  private void calls(Tree body) {
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void nothing) {
        List<? extends ExpressionTree> given = call.getArguments();
        if (call.getMethodSelect().toString().matches("(Flowcell\\.)?param")
            && given.size() == 2
            && given.get(0) instanceof LiteralTree name) {
          add(String.valueOf(name.getValue()), typeOf(given.get(1)), given.get(1), Place.CALL);
        }
        return super.visitMethodInvocation(call, nothing);
      }
    }.scan(body, null);
  }

  private void add(String name, String type, @Nullable ExpressionTree value, Place place) {
    parameters.putIfAbsent(
        name, new Declared(name, type, value == null ? "" : value.toString(), place));
  }

  private static String typeOf(@Nullable ExpressionTree value) {
    if (value == null) {
      return "";
    }
    return switch (value.getKind()) {
      case INT_LITERAL -> "int";
      case LONG_LITERAL -> "long";
      case FLOAT_LITERAL -> "float";
      case DOUBLE_LITERAL -> "double";
      case BOOLEAN_LITERAL -> "boolean";
      case CHAR_LITERAL -> "char";
      case STRING_LITERAL -> "String";
      default ->
          Optional.of(value.toString().split("\\.(of|parse)\\(", 2))
              .filter(parts -> parts.length == 2 && parts[0].matches("[A-Z]\\w*"))
              .map(parts -> parts[0])
              .orElse("");
    };
  }
}
