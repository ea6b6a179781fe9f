package dev.flowcell.code;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ErroneousTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import dev.flowcell.code.JavaParser.Parsed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one source says by itself. Immutable.
 *
 * @param head the return type, name and parameter types, where it is a method
 * @param normal the source as the JDK prints it: without comments, white space alike
 * @param calls the names of methods that are called without anything before their name, and of
 *     tasks whose handle is asked for by name
 * @param names other names that are used and mean nothing declared in the source itself: of
 *     variables, types and the handles of tasks
 * @param supertypes the names of what the types in it extend and implement
 */
record Facts(
    String head, String normal, Set<String> calls, Set<String> names, Set<String> supertypes) {

  /** Reads declarations or, where they are none, statements. */
  static Facts of(String source, JavaParser parser) {
    Parsed parsed = parser.members(source);
    if (parsed.wrong()) {
      parsed = parser.statements(source);
    }
    Pass pass = new Pass();
    pass.scan(parsed.members(), null);
    String normal =
        parsed.wrong()
            ? source.strip()
            : parsed.members().stream().map(Tree::toString).collect(Collectors.joining("\n"));
    return new Facts(
        head(parsed.members()),
        normal,
        Set.copyOf(pass.calls),
        Set.copyOf(pass.names),
        Set.copyOf(pass.supertypes));
  }

  private static String head(List<? extends Tree> members) {
    if (members.size() != 1 || !(members.get(0) instanceof MethodTree method)) {
      return "";
    }
    return method.getParameters().stream()
        .map(parameter -> parameter.getType().toString())
        .collect(
            Collectors.joining(", ", method.getReturnType() + " " + method.getName() + "(", ")"));
  }

  /**
   * Knows which names are declared around a place; where that is hard to tell, as if they were not.
   */
  private static final class Pass extends TreeScanner<@Nullable Void, @Nullable Void> {

    private static final String TASK_BY_NAME = "task";

    private final Set<String> calls = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> supertypes = new HashSet<>();
    private final Deque<Set<String>> scopes = new ArrayDeque<>(List.of(new HashSet<>()));

    // What is used

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree identifier, @Nullable Void unused) {
      String name = identifier.getName().toString();
      if (scopes.stream().noneMatch(scope -> scope.contains(name))) {
        names.add(name);
      }
      return null;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
      ExpressionTree method = call.getMethodSelect();
      if (method instanceof IdentifierTree identifier) {
        String name = identifier.getName().toString();
        calls.add(name);
        if (name.equals(TASK_BY_NAME)
            && !call.getArguments().isEmpty()
            && call.getArguments().get(0) instanceof LiteralTree literal) {
          calls.add(String.valueOf(literal.getValue()));
        }
      } else {
        scan(method, null);
      }
      scan(call.getTypeArguments(), null);
      return scan(call.getArguments(), null);
    }

    /** What is only written need not be known. */
    @Override
    public @Nullable Void visitAssignment(AssignmentTree assignment, @Nullable Void unused) {
      if (!(assignment.getVariable() instanceof IdentifierTree)) {
        scan(assignment.getVariable(), null);
      }
      return scan(assignment.getExpression(), null);
    }

    @Override
    public @Nullable Void visitErroneous(ErroneousTree wrong, @Nullable Void unused) {
      return scan(wrong.getErrorTrees(), null);
    }

    // What is declared

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
      super.visitVariable(variable, null);
      scopes.getFirst().add(variable.getName().toString());
      return null;
    }

    /** Where it can be used depends on what was asked of it. */
    @Override
    public @Nullable Void visitBindingPattern(BindingPatternTree pattern, @Nullable Void unused) {
      return scan(pattern.getVariable().getType(), null);
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
      addSupertype(type.getExtendsClause());
      type.getImplementsClause().forEach(this::addSupertype);
      return within(
          () -> {
            for (Tree member : type.getMembers()) {
              if (member instanceof VariableTree field) {
                scopes.getFirst().add(field.getName().toString());
              }
            }
            return super.visitClass(type, null);
          });
    }

    private void addSupertype(@Nullable Tree supertype) {
      Tree type =
          supertype instanceof ParameterizedTypeTree generic ? generic.getType() : supertype;
      if (type instanceof MemberSelectTree select) {
        addSupertype(select.getExpression()); // Exam.Score is declared with Exam
      } else if (type != null) {
        supertypes.add(type.toString());
      }
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
      return within(() -> super.visitMethod(method, null));
    }

    @Override
    public @Nullable Void visitBlock(BlockTree block, @Nullable Void unused) {
      return within(() -> super.visitBlock(block, null));
    }

    @Override
    public @Nullable Void visitLambdaExpression(
        LambdaExpressionTree lambda, @Nullable Void unused) {
      return within(
          () -> {
            scan(lambda.getParameters(), null); // the body stands before them in the tree
            return scan(lambda.getBody(), null);
          });
    }

    @Override
    public @Nullable Void visitForLoop(ForLoopTree loop, @Nullable Void unused) {
      return within(() -> super.visitForLoop(loop, null));
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree loop, @Nullable Void unused) {
      return within(() -> super.visitEnhancedForLoop(loop, null));
    }

    @Override
    public @Nullable Void visitTry(TryTree attempt, @Nullable Void unused) {
      within(
          () -> {
            scan(attempt.getResources(), null);
            return scan(attempt.getBlock(), null);
          });
      scan(attempt.getCatches(), null);
      return scan(attempt.getFinallyBlock(), null);
    }

    @Override
    public @Nullable Void visitCatch(CatchTree caught, @Nullable Void unused) {
      return within(() -> super.visitCatch(caught, null));
    }

    @Override
    public @Nullable Void visitSwitch(SwitchTree choice, @Nullable Void unused) {
      return within(() -> super.visitSwitch(choice, null));
    }

    @Override
    public @Nullable Void visitSwitchExpression(
        SwitchExpressionTree choice, @Nullable Void unused) {
      return within(() -> super.visitSwitchExpression(choice, null));
    }

    private @Nullable Void within(Supplier<@Nullable Void> work) {
      scopes.addFirst(new HashSet<>());
      try {
        return work.get();
      } finally {
        scopes.removeFirst();
      }
    }
  }
}
