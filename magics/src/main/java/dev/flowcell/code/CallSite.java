package dev.flowcell.code;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import dev.flowcell.code.JavaParser.Parsed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place in a source where a method is called without anything before its name, or a task by its
 * handle.
 *
 * @param name of the method, or of the handle's task
 * @param arguments how many it is given
 * @param byHandle whether the name is a handle's: of any other variable it means nothing
 * @param how what is said of the call by what stands around it
 */
public record CallSite(String name, int arguments, boolean byHandle, Set<How> how) {

  /** What stands around a call. */
  public enum How {
    IN_LOOP("in a loop"),
    CONDITIONAL("conditional"),
    IN_LAMBDA("in a lambda"),
    SUBMITTED("submitted"),
    MAPPED("mapped");

    private final String words;

    How(String words) {
      this.words = words;
    }

    /** As a person is told. */
    public String words() {
      return words;
    }
  }

  public CallSite {
    how = Set.copyOf(how);
  }

  /** The calls in declarations or, where they are none, in statements; in the order they happen. */
  public static List<CallSite> in(String source, JavaParser parser) {
    Parsed parsed = parser.members(source);
    if (parsed.wrong()) {
      parsed = parser.statements(source);
    }
    Pass pass = new Pass();
    pass.scan(parsed.members(), null);
    return pass.sites.stream()
        .filter(site -> !site.byHandle || !pass.locals.contains(site.name))
        .toList();
  }

  private static final class Pass extends TreeScanner<@Nullable Void, @Nullable Void> {

    private static final Map<String, Set<How>> OF_HANDLES =
        Map.of(
            "submit", Set.of(How.SUBMITTED),
            "map", Set.of(How.MAPPED),
            "mapAsync", Set.of(How.MAPPED),
            "call", Set.of());

    private final List<CallSite> sites = new ArrayList<>();
    private final Set<String> locals = new HashSet<>();
    private final EnumSet<How> around = EnumSet.noneOf(How.class);

    // Calls

    /** Arguments are made before the call. */
    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
      if (call.getMethodSelect() instanceof IdentifierTree method) {
        scan(call.getArguments(), null);
        add(method.getName().toString(), call, false, Set.of());
        return null;
      }
      MemberSelectTree select = (MemberSelectTree) call.getMethodSelect();
      Set<How> how = OF_HANDLES.get(select.getIdentifier().toString());
      Optional<String> task = how == null ? Optional.empty() : taskOf(select.getExpression());
      if (how == null || task.isEmpty()) {
        return super.visitMethodInvocation(call, null);
      }
      scan(call.getArguments(), null);
      add(task.get(), call, true, how);
      return null;
    }

    /** {@code clean}, {@code task("clean")}, or one of them with options. */
    private static Optional<String> taskOf(ExpressionTree handle) {
      if (handle instanceof IdentifierTree variable) {
        return Optional.of(variable.getName().toString());
      }
      if (!(handle instanceof MethodInvocationTree call)) {
        return Optional.empty();
      }
      if (call.getMethodSelect() instanceof MemberSelectTree select) {
        return select.getIdentifier().contentEquals("with")
            ? taskOf(select.getExpression())
            : Optional.empty();
      }
      return call.getMethodSelect().toString().equals("task")
              && call.getArguments().size() == 1
              && call.getArguments().get(0) instanceof LiteralTree literal
          ? Optional.of(String.valueOf(literal.getValue()))
          : Optional.empty();
    }

    private void add(String name, MethodInvocationTree call, boolean byHandle, Set<How> how) {
      EnumSet<How> all = EnumSet.copyOf(around);
      all.addAll(how);
      sites.add(new CallSite(name, call.getArguments().size(), byHandle, all));
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
      locals.add(variable.getName().toString());
      return super.visitVariable(variable, null);
    }

    // What stands around them

    private @Nullable Void within(How how, @Nullable Iterable<? extends Tree> trees) {
      boolean first = around.add(how);
      scan(trees, null);
      if (first) {
        around.remove(how);
      }
      return null;
    }

    private @Nullable Void within(How how, @Nullable Tree tree) {
      return tree == null ? null : within(how, List.of(tree));
    }

    @Override
    public @Nullable Void visitForLoop(ForLoopTree loop, @Nullable Void unused) {
      scan(loop.getInitializer(), null);
      within(How.IN_LOOP, loop.getCondition());
      within(How.IN_LOOP, loop.getStatement());
      return within(How.IN_LOOP, loop.getUpdate());
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree loop, @Nullable Void unused) {
      scan(loop.getVariable(), null);
      scan(loop.getExpression(), null);
      return within(How.IN_LOOP, loop.getStatement());
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree loop, @Nullable Void unused) {
      within(How.IN_LOOP, loop.getCondition());
      return within(How.IN_LOOP, loop.getStatement());
    }

    @Override
    public @Nullable Void visitDoWhileLoop(DoWhileLoopTree loop, @Nullable Void unused) {
      within(How.IN_LOOP, loop.getStatement());
      return within(How.IN_LOOP, loop.getCondition());
    }

    @Override
    public @Nullable Void visitIf(IfTree choice, @Nullable Void unused) {
      scan(choice.getCondition(), null);
      within(How.CONDITIONAL, choice.getThenStatement());
      return within(How.CONDITIONAL, choice.getElseStatement());
    }

    @Override
    public @Nullable Void visitConditionalExpression(
        ConditionalExpressionTree choice, @Nullable Void unused) {
      scan(choice.getCondition(), null);
      within(How.CONDITIONAL, choice.getTrueExpression());
      return within(How.CONDITIONAL, choice.getFalseExpression());
    }

    @Override
    public @Nullable Void visitCase(CaseTree one, @Nullable Void unused) {
      within(How.CONDITIONAL, one.getStatements());
      return one.getCaseKind() == CaseTree.CaseKind.RULE && one.getStatements() == null
          ? within(How.CONDITIONAL, one.getBody())
          : null;
    }

    @Override
    public @Nullable Void visitCatch(CatchTree caught, @Nullable Void unused) {
      scan(caught.getParameter(), null);
      return within(How.CONDITIONAL, caught.getBlock());
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree both, @Nullable Void unused) {
      boolean mayStop =
          both.getKind() == Tree.Kind.CONDITIONAL_AND || both.getKind() == Tree.Kind.CONDITIONAL_OR;
      scan(both.getLeftOperand(), null);
      return mayStop
          ? within(How.CONDITIONAL, both.getRightOperand())
          : scan(both.getRightOperand(), null);
    }

    @Override
    public @Nullable Void visitLambdaExpression(
        LambdaExpressionTree lambda, @Nullable Void unused) {
      scan(lambda.getParameters(), null);
      return within(How.IN_LAMBDA, lambda.getBody());
    }
  }
}
