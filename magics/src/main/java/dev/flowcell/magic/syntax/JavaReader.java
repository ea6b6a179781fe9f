package dev.flowcell.magic.syntax;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import dev.flowcell.code.JavaParser;
import dev.flowcell.code.JavaParser.Parsed;
import dev.flowcell.flow.Parameter;
import dev.flowcell.magic.syntax.CellScanner.Item;
import dev.flowcell.magic.syntax.CellScanner.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads declarations with the JDK's own parser. For one thread at a time. */
public final class JavaReader {

  private static final Set<String> OURS = Set.of("Task", "Flow");
  private static final Set<String> STATEMENTS =
      Set.of(
          "if",
          "else",
          "for",
          "while",
          "do",
          "switch",
          "try",
          "catch",
          "finally",
          "synchronized",
          "return",
          "throw",
          "new",
          "assert",
          "yield",
          "break",
          "continue");
  private static final Pattern WORD = Pattern.compile("\\w+");

  private final JavaParser parser = new JavaParser();

  /** What an item of a cell is. */
  public JavaMember read(Scan scan, Item item) {
    if (!mayBeDeclaration(scan, item)) {
      return new JavaMember.Statement();
    }
    String source = scan.java().substring(item.start(), item.end());
    Parsed parsed = parser.members(source);
    List<? extends Tree> members = parsed.members();
    if (!parsed.wrong() && members.size() == 1) {
      if (members.get(0) instanceof ClassTree type) {
        return new JavaMember.Type(type.getSimpleName().toString());
      }
      if (members.get(0) instanceof MethodTree method && method.getBody() != null) {
        return new Reading(scan, item, parsed).method(method);
      }
    }
    return looksLikeMethod(scan, item) ? new JavaMember.BrokenMethod() : new JavaMember.Statement();
  }

  private static boolean mayBeDeclaration(Scan scan, Item item) {
    return (item.block() || item.end() == scan.text().length())
        && !STATEMENTS.contains(firstWord(scan, item));
  }

  private static boolean looksLikeMethod(Scan scan, Item item) {
    for (int i = item.start(); i < item.end(); i++) {
      if (scan.isCode(i) && "(={;".indexOf(scan.text().charAt(i)) >= 0) {
        return scan.text().charAt(i) == '(' && scan.text().indexOf('{', i) >= 0;
      }
    }
    return false;
  }

  private static String firstWord(Scan scan, Item item) {
    return WORD.matcher(scan.text().substring(item.start(), item.end()))
        .results()
        .findFirst()
        .map(word -> word.start() == 0 ? word.group() : "")
        .orElse("");
  }

  /** One parsed item; turns places in the wrapped text into places in the cell. */
  private record Reading(Scan scan, Item item, Parsed parsed) {

    JavaMember.Method method(MethodTree method) {
      Tree returnType = Objects.requireNonNull(method.getReturnType());
      String name = method.getName().toString();
      return new JavaMember.Method(
          name,
          modifiers(method.getModifiers()),
          typeParameters(method),
          oneLine(returnType),
          method.getParameters().stream().map(Reading::parameter).toList(),
          method.getParameters().stream().map(Reading::oneLine).toList(),
          thrown(method),
          nameAt(name, start(returnType)),
          start(method.getBody()),
          end(method.getBody()),
          annotations(method.getModifiers()));
    }

    private static String modifiers(ModifiersTree modifiers) {
      return Stream.concat(
              modifiers.getAnnotations().stream()
                  .filter(annotation -> !isOurs(annotation))
                  .map(Reading::oneLine),
              modifiers.getFlags().stream().map(Object::toString))
          .collect(Collectors.joining(" "));
    }

    private static String typeParameters(MethodTree method) {
      return method.getTypeParameters().isEmpty()
          ? ""
          : method.getTypeParameters().stream()
              .map(Reading::oneLine)
              .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String thrown(MethodTree method) {
      return method.getThrows().isEmpty()
          ? ""
          : method.getThrows().stream()
              .map(Reading::oneLine)
              .collect(Collectors.joining(", ", "throws ", ""));
    }

    private static Parameter parameter(VariableTree variable) {
      String type = oneLine(variable.getType());
      // A varargs parameter has an array type; only its declaration tells the difference.
      boolean varargs = oneLine(variable).contains("...") && type.endsWith("[]");
      return new Parameter(
          varargs ? type.substring(0, type.length() - 2) + "..." : type,
          variable.getName().toString());
    }

    /** The tree as the JDK prints it, which leaves comments out. */
    private static String oneLine(Tree tree) {
      return tree.toString().replaceAll("\\s*\\R\\s*", " ").strip();
    }

    private int nameAt(String name, int from) {
      for (int at = scan.text().indexOf(name, from);
          at >= 0;
          at = scan.text().indexOf(name, at + 1)) {
        Optional<Integer> next = scan.firstCode(at + name.length(), item.end());
        if (scan.isCode(at)
            && next.isPresent()
            && scan.text().charAt(next.get()) == '('
            && !Character.isJavaIdentifierPart(scan.text().charAt(at - 1))) {
          return at;
        }
      }
      throw new IllegalStateException("the name " + name + " is not in the text of its method");
    }

    private List<JavaMember.Annotation> annotations(ModifiersTree modifiers) {
      List<JavaMember.Annotation> annotations = new ArrayList<>();
      for (AnnotationTree annotation : modifiers.getAnnotations()) {
        if (isOurs(annotation)) {
          annotations.add(
              new JavaMember.Annotation(
                  simpleName(annotation),
                  start(annotation),
                  end(annotation),
                  annotation.getArguments().stream().map(this::attribute).toList()));
        }
      }
      return annotations;
    }

    private JavaMember.Attribute attribute(ExpressionTree argument) {
      if (argument instanceof AssignmentTree assignment) {
        String name = assignment.getVariable().toString();
        int start = start(argument);
        return attribute(name, start, start + name.length(), assignment.getExpression());
      }
      return attribute("value", start(argument), end(argument), argument);
    }

    private JavaMember.Attribute attribute(
        String name, int nameStart, int nameEnd, ExpressionTree value) {
      return new JavaMember.Attribute(
          name, nameStart, nameEnd, value(name, value), start(value), end(value));
    }

    private String value(String name, ExpressionTree value) {
      if (value instanceof LiteralTree literal) {
        return String.valueOf(literal.getValue());
      }
      if (value instanceof UnaryTree unary && unary.getExpression() instanceof LiteralTree) {
        return unary.toString();
      }
      if (value instanceof MemberSelectTree select
          && select.getIdentifier().contentEquals("class")) {
        return select.getExpression().toString();
      }
      if (value instanceof NewArrayTree array && array.getInitializers() != null) {
        return array.getInitializers().stream()
            .map(element -> value(name, element))
            .collect(Collectors.joining(","));
      }
      throw new UsageException(
          name + " needs a literal, such as 3, \"3s\" or IOException.class",
          start(value),
          end(value));
    }

    private static boolean isOurs(AnnotationTree annotation) {
      return OURS.contains(simpleName(annotation));
    }

    private static String simpleName(AnnotationTree annotation) {
      String name = annotation.getAnnotationType().toString();
      return name.substring(name.lastIndexOf('.') + 1);
    }

    private int start(Tree tree) {
      return parsed.start(tree) + item.start();
    }

    private int end(Tree tree) {
      return parsed.end(tree) + item.start();
    }
  }
}
