package dev.flowcell.kernel.java.errors;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.TypeParameterTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import dev.flowcell.kernel.java.code.HiddenNames;
import dev.flowcell.kernel.java.code.ParsedSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names in a declaration's source, and where they stand: read by the parser alone. */
final class SourceNames {

  private static final String BEFORE = "class Cell {\n";

  /** What a name stands for. */
  enum Kind {
    VARIABLE,
    METHOD,
    TYPE
  }

  /**
   * A name that is used.
   *
   * @param position in the source
   * @param arguments how many a method is called with, or -1 for a name that is not called
   * @param owner what stands before the dot; empty for a name alone
   */
  record Use(
      String name, int position, int arguments, boolean isAnnotation, Optional<Owner> owner) {}

  /**
   * What a member is asked of.
   *
   * @param name as the source has it; of this and of what the source declares, the type
   * @param expression an expression of that type that needs nothing of the source
   */
  record Owner(String name, String expression) {}

  /**
   * A name that is declared.
   *
   * @param type of a variable, as far as it can be seen
   * @param around the class it is a member of; empty for others
   * @param scope in words, where it is known
   */
  record Declared(
      Kind kind,
      String name,
      int position,
      String type,
      Optional<String> around,
      int from,
      int until,
      String scope) {

    boolean covers(int position) {
      return from <= position && position < until;
    }
  }

  private final List<Use> uses;
  private final List<Declared> declared;

  private SourceNames(List<Use> uses, List<Declared> declared) {
    this.uses = uses;
    this.declared = declared;
  }

  /** Those of a declaration; none where it cannot be read. */
  static SourceNames of(String source) {
    try {
      ParsedSource parsed = ParsedSource.of(BEFORE + source + "\n}");
      Places places = new Places(parsed.unit(), Trees.instance(parsed.task()).getSourcePositions());
      DeclaredNames declared = new DeclaredNames(places);
      declared.scan(parsed.unit(), null);
      UsedNames used = new UsedNames(places, declared.found);
      used.scan(parsed.unit(), null);
      return new SourceNames(List.copyOf(used.found), List.copyOf(declared.found));
    } catch (RuntimeException e) {
      return new SourceNames(List.of(), List.of());
    }
  }

  /**
   * Where a name is used that is not to be had there. A name alone that is declared around it is.
   *
   * @param arguments of a method, or -1
   */
  Optional<Use> missing(String name, int arguments, Predicate<String> known) {
    List<Use> named =
        uses.stream()
            .filter(use -> use.name().equals(name) && use.arguments() == arguments)
            .toList();
    return named.stream()
        .filter(use -> use.owner().isEmpty() && !known.test(name))
        .filter(use -> visible(use.position()).noneMatch(each -> each.name().equals(name)))
        .findFirst()
        .or(() -> named.stream().filter(use -> use.owner().isPresent()).findFirst())
        .or(() -> named.stream().findFirst());
  }

  /** The names of a kind that are known at a position, in the order of their declaration. */
  List<String> visible(Kind kind, int position) {
    return visible(position)
        .filter(each -> each.kind() == kind)
        .map(Declared::name)
        .distinct()
        .toList();
  }

  private Stream<Declared> visible(int position) {
    return declared.stream().filter(each -> each.covers(position));
  }

  /** The last variable of that name before a position that is not known there any more. */
  Optional<Declared> outOfScope(String name, int position) {
    return declared.stream()
        .filter(each -> each.kind() == Kind.VARIABLE && each.name().equals(name))
        .filter(each -> !each.covers(position))
        .reduce((earlier, later) -> later.position() < position ? later : earlier);
  }

  /** What a class of the source declares, but for what it inherits. */
  List<Declared> members(String type) {
    return declared.stream().filter(each -> each.around().equals(Optional.of(type))).toList();
  }

  /** Whether a class of the source is a subclass of that one. */
  boolean extend(String type) {
    return declared.stream().anyMatch(each -> each.kind() == Kind.TYPE && each.type().equals(type));
  }

  private record Places(CompilationUnitTree unit, SourcePositions positions) {
    int start(Tree tree) {
      return (int) positions.getStartPosition(unit, tree) - BEFORE.length();
    }

    int end(Tree tree) {
      return (int) positions.getEndPosition(unit, tree) - BEFORE.length();
    }
  }

  private static final class DeclaredNames extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Places places;
    private final List<Declared> found = new ArrayList<>();

    DeclaredNames(Places places) {
      this.places = places;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      if (places.start(type) >= 0) {
        add(
            Kind.TYPE,
            type.getSimpleName().toString(),
            type,
            type.getExtendsClause() == null ? "" : type.getExtendsClause().toString());
      }
      return super.visitClass(type, nothing);
    }

    @Override
    public @Nullable Void visitTypeParameter(TypeParameterTree type, @Nullable Void nothing) {
      add(Kind.TYPE, type.getName().toString(), type, "");
      return super.visitTypeParameter(type, nothing);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      add(Kind.METHOD, method.getName().toString(), method, "");
      return super.visitMethod(method, nothing);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void nothing) {
      add(Kind.VARIABLE, variable.getName().toString(), variable, type(variable));
      return super.visitVariable(variable, nothing);
    }

    private static String type(VariableTree variable) {
      return variable.getType() != null
          ? variable.getType().toString()
          : variable.getInitializer() instanceof NewClassTree made
              ? made.getIdentifier().toString()
              : "";
    }

    private void add(Kind kind, String name, Tree tree, String type) {
      Tree scope = scope(getCurrentPath().getParentPath());
      boolean member = scope instanceof ClassTree;
      found.add(
          new Declared(
              kind,
              HiddenNames.strip(name),
              places.start(tree),
              type,
              scope instanceof ClassTree around
                  ? Optional.of(around.getSimpleName().toString())
                  : Optional.empty(),
              member ? places.start(scope) : places.start(tree),
              places.end(scope),
              words(scope)));
    }

    private static Tree scope(TreePath path) {
      Tree tree = path.getLeaf();
      boolean ends =
          tree instanceof BlockTree
              || tree instanceof MethodTree
              || tree instanceof ClassTree
              || tree instanceof ForLoopTree
              || tree instanceof EnhancedForLoopTree
              || tree instanceof LambdaExpressionTree
              || tree instanceof CatchTree
              || tree instanceof TryTree
              || tree instanceof CaseTree
              || path.getParentPath() == null;
      return ends ? tree : scope(path.getParentPath());
    }

    private static String words(Tree scope) {
      return scope instanceof ForLoopTree || scope instanceof EnhancedForLoopTree
          ? "in its loop"
          : scope instanceof MethodTree
              ? "in its method"
              : scope instanceof ClassTree ? "in its class" : "in the { } around it";
    }
  }

  private static final class UsedNames extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Places places;
    private final List<Declared> declared;
    private final List<Use> found = new ArrayList<>();

    UsedNames(Places places, List<Declared> declared) {
      this.places = places;
      this.declared = declared;
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void nothing) {
      add(name.getName().toString(), places.start(name), Optional.empty());
      return super.visitIdentifier(name, nothing);
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree member, @Nullable Void nothing) {
      String name = member.getIdentifier().toString();
      add(name, places.end(member) - name.length(), Optional.of(owner(member.getExpression())));
      return super.visitMemberSelect(member, nothing);
    }

    private void add(String name, int position, Optional<Owner> owner) {
      Tree tree = getCurrentPath().getLeaf();
      Tree parent = getCurrentPath().getParentPath().getLeaf();
      boolean called =
          parent instanceof MethodInvocationTree call && call.getMethodSelect() == tree;
      found.add(
          new Use(
              HiddenNames.strip(name),
              position,
              called ? ((MethodInvocationTree) parent).getArguments().size() : -1,
              parent instanceof AnnotationTree,
              owner));
    }

    private Owner owner(ExpressionTree expression) {
      String alone = alone(expression);
      String type = alone.replaceFirst("^\\(\\((.*)\\) null\\)$", "$1");
      return new Owner(
          type.equals(alone) || type.contains("null)") ? expression.toString() : type, alone);
    }

    /** The expression with values of their types for what the source declares. */
    private String alone(Tree tree) {
      if (tree instanceof IdentifierTree name) {
        return variable(name).orElse(name.toString());
      }
      if (tree instanceof MemberSelectTree member) {
        return field(member)
            .orElseGet(() -> alone(member.getExpression()) + "." + member.getIdentifier());
      }
      if (tree instanceof MethodInvocationTree call) {
        return alone(call.getMethodSelect())
            + call.getArguments().stream()
                .map(this::alone)
                .collect(Collectors.joining(", ", "(", ")"));
      }
      return tree instanceof ArrayAccessTree array
          ? alone(array.getExpression()) + "[0]"
          : tree instanceof NewClassTree made ? ofType(made.getIdentifier()) : tree.toString();
    }

    private Optional<String> variable(IdentifierTree name) {
      if (name.getName().contentEquals("this")) {
        return around().map(UsedNames::ofType);
      }
      if (name.getName().contentEquals("super")) {
        return around().flatMap(this::superclass).map(UsedNames::ofType);
      }
      return declared.stream()
          .filter(each -> each.kind() == Kind.VARIABLE && each.covers(places.start(name)))
          .filter(each -> name.getName().contentEquals(each.name()) && !each.type().isEmpty())
          .reduce((outer, inner) -> inner)
          .map(each -> ofType(each.type()));
    }

    private Optional<String> superclass(String type) {
      return declared.stream()
          .filter(each -> each.kind() == Kind.TYPE && each.name().equals(type))
          .map(Declared::type)
          .filter(each -> !each.isEmpty())
          .findFirst();
    }

    /** Of this. */
    private Optional<String> field(MemberSelectTree member) {
      return member.getExpression().toString().equals("this")
          ? declared.stream()
              .filter(each -> each.kind() == Kind.VARIABLE && each.around().equals(around()))
              .filter(each -> member.getIdentifier().contentEquals(each.name()))
              .findFirst()
              .map(each -> ofType(each.type()))
          : Optional.empty();
    }

    private Optional<String> around() {
      TreePath path = getCurrentPath();
      while (path != null && !(path.getLeaf() instanceof ClassTree)) {
        path = path.getParentPath();
      }
      return Optional.ofNullable(path)
          .map(each -> ((ClassTree) each.getLeaf()).getSimpleName().toString());
    }

    private static String ofType(Object type) {
      return "((" + type + ") null)";
    }
  }
}
