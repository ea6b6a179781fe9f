package dev.flowcell.kernel.java.assist;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.flowcell.kernel.java.code.ParsedSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a source file declares, each with the comment above it: read by the parser alone. */
final class SourceComments {

  private final List<Declaration> declarations;

  private SourceComments(List<Declaration> declarations) {
    this.declarations = declarations;
  }

  /** Those of a compilation unit; none where it cannot be read. */
  static SourceComments of(String source) {
    try {
      ParsedSource parsed = ParsedSource.of(source);
      Scanner scanner = new Scanner(DocTrees.instance(parsed.task()));
      scanner.scan(parsed.unit(), null);
      return new SourceComments(List.copyOf(scanner.found));
    } catch (RuntimeException e) {
      return new SourceComments(
          List.of()); // the parser of another Java may refuse what JShell took
    }
  }

  /**
   * The declaration that a path of names leads to; a constructor that is not there is its type.
   *
   * @param path the types around it and its own name; of a constructor the types alone
   * @param parameters the names of what it takes, where it is a method
   */
  Optional<Declaration> find(List<String> path, Optional<List<String>> parameters) {
    List<Declaration> named = declarations.stream().filter(each -> each.path.equals(path)).toList();
    return named.stream()
        .filter(each -> each.fits(parameters))
        .findFirst()
        .or(() -> named.stream().filter(Declaration::isType).findFirst())
        .map(each -> each.comment == null ? withWordsOfType(each) : each);
  }

  /** The only declaration of that path: not every Java tells the names of all parameters. */
  Optional<Declaration> only(List<String> path) {
    List<Declaration> named = declarations.stream().filter(each -> each.path.equals(path)).toList();
    return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
  }

  /** The comment of a record has those of its components. */
  private Declaration withWordsOfType(Declaration component) {
    List<String> around = component.path.subList(0, component.path.size() - 1);
    String name = component.path.get(component.path.size() - 1);
    return component.isType || component.parameters.isPresent() || around.isEmpty()
        ? component
        : find(around, Optional.empty())
            .map(Declaration::comment)
            .flatMap(comment -> Javadoc.ofParameter(comment, name))
            .map(component::commented)
            .orElse(component);
  }

  /**
   * A type, method, constructor or variable.
   *
   * @param parameters the names of what it takes; empty where it is no method
   * @param supertypes of a type, those that are written by their names alone
   */
  record Declaration(
      List<String> path,
      Optional<List<String>> parameters,
      boolean isType,
      List<String> supertypes,
      @Nullable String comment) {

    /** A constructor or an accessor that nobody wrote is the type or the variable. */
    private boolean fits(Optional<List<String>> called) {
      return parameters.isPresent()
          ? parameters.equals(called)
          : called.isEmpty() || called.get().isEmpty();
    }

    private Declaration commented(String words) {
      return new Declaration(path, parameters, isType, supertypes, words);
    }
  }

  private static final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final DocTrees docs;
    private final List<Declaration> found = new ArrayList<>();

    Scanner(DocTrees docs) {
      this.docs = docs;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      List<String> supertypes =
          Stream.concat(
                  Stream.ofNullable(type.getExtendsClause()), type.getImplementsClause().stream())
              .flatMap(each -> name(each).stream())
              .toList();
      add(type.getSimpleName().toString(), Optional.empty(), true, supertypes);
      return super.visitClass(type, nothing);
    }

    private static Optional<String> name(Tree type) {
      Tree plain = type instanceof ParameterizedTypeTree generic ? generic.getType() : type;
      return plain instanceof IdentifierTree name
          ? Optional.of(name.getName().toString())
          : Optional.empty();
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      List<String> parameters =
          method.getParameters().stream().map(each -> each.getName().toString()).toList();
      String name = method.getName().toString();
      add(name.equals("<init>") ? "" : name, Optional.of(parameters), false, List.of());
      return null;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void nothing) {
      add(variable.getName().toString(), Optional.empty(), false, List.of());
      return null;
    }

    private void add(
        String name, Optional<List<String>> parameters, boolean isType, List<String> supertypes) {
      List<String> path = new ArrayList<>(around());
      if (!name.isEmpty()) {
        path.add(name);
      }
      found.add(
          new Declaration(
              List.copyOf(path),
              parameters,
              isType,
              supertypes,
              docs.getDocComment(getCurrentPath())));
    }

    private List<String> around() {
      List<String> types = new ArrayList<>();
      for (TreePath each = getCurrentPath().getParentPath();
          each != null;
          each = each.getParentPath()) {
        if (each.getLeaf() instanceof ClassTree type) {
          types.add(type.getSimpleName().toString());
        }
      }
      Collections.reverse(types);
      return types;
    }
  }
}
