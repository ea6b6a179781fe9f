package dev.flowcell.magic;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.Completion;
import dev.flowcell.cell.Evaluation;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.engine.Definitions;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Task;
import dev.flowcell.magic.CellPlan.Declared;
import dev.flowcell.magic.CellPlan.Step;
import dev.flowcell.magic.CellPlan.UseMagic;
import dev.flowcell.magic.syntax.CellScanner;
import dev.flowcell.magic.syntax.CellScanner.Item;
import dev.flowcell.magic.syntax.CellScanner.Scan;
import dev.flowcell.magic.syntax.Interpolation;
import dev.flowcell.magic.syntax.JavaMember;
import dev.flowcell.magic.syntax.JavaReader;
import dev.flowcell.magic.syntax.UsageException;
import dev.flowcell.store.RunStoreException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Runs cells that may hold magic lines. One cell runs at a time; completion, inspection and
 * blanking may be asked for from any thread meanwhile.
 */
public final class CellRunner {

  private static final CellResult DONE = new CellResult.Done();

  /** How many files may load each other. */
  private static final int DEEPEST = 20;

  private final MagicContext context;
  private final StandardMagics magics = new StandardMagics();
  private final CellScanner scanner = new CellScanner(magics);
  private final MagicCompletion completion;
  private final DefinitionAssist assist;
  private final JavaReader reader = new JavaReader();
  private final Map<String, Source> accepted = new HashMap<>();

  /** Variables of the user's, called as tasks, of which a note has been given. */
  private final Set<String> leftAlone = new HashSet<>();

  private int depth;

  public CellRunner(MagicContext context) {
    this.context = context;
    this.completion = new MagicCompletion(magics, scanner, context.definitions());
    this.assist = new DefinitionAssist(context);
  }

  /** Runs a cell to its end; never throws for what user code does. */
  public CellResult run(CellSource cell) {
    if (isPlainJava(cell.text())) {
      return evaluate(cell);
    }
    try {
      Scan scan = scanner.scan(cell.text());
      CellPlan plan =
          new CellPlanner(
                  magics,
                  context.definitions(),
                  reader,
                  scan,
                  cell.number(),
                  new ExceptionNames(context.evaluator(), scan.java()))
              .plan();
      return new Run(cell, scan, plan).run();
    } catch (UsageException e) {
      return new CellResult.Failed(e.in(cell));
    } catch (CellErrorException e) {
      return new CellResult.Failed(e.error());
    } catch (CellInterruptedError e) {
      return new CellResult.Failed(CellError.interrupted());
    } catch (RunStoreException e) {
      return new CellResult.Failed(CellError.of("StoreError", String.valueOf(e.getMessage())));
    }
  }

  /** Runs what a cell loads. */
  private CellResult nested(CellSource cell) {
    if (depth == DEEPEST) {
      throw new CellErrorException(
          CellError.of("LoadError", "a file loads itself, again and again"));
    }
    depth++;
    try {
      return run(cell);
    } finally {
      depth--;
    }
  }

  /**
   * Runs the text of another cell within the one that runs, on the thread of its code.
   *
   * @return how it ended; its value is there for code, too
   */
  public CellResult runWithin(String text) {
    return nested(context.cell().source().withText(text));
  }

  /** Adds a magic of the user's own; one of that name is replaced. */
  public void addLineMagic(String name, CellFunction function) {
    magics.add(new AddedMagic(name, function, null));
  }

  /** The same for one that stands over a cell of text. */
  public void addCellMagic(String name, CellFunction function) {
    magics.add(new AddedMagic(name, null, function));
  }

  /** Evaluates plain Java in the place of a cell, such as an expression that a client asks for. */
  public CellResult evaluate(CellSource cell) {
    return result(context.evaluator().evaluate(cell, cell.text()));
  }

  /** The code with its magics blanked: what is left is Java, at the same lines and columns. */
  public String blankMagics(String code) {
    return code.indexOf('%') < 0 ? code : completion.javaOf(code);
  }

  /** What can stand at the cursor; empty where the cursor is not in a magic line. */
  public Optional<Completion> complete(String code, int cursor) {
    return code.indexOf('%') < 0 ? Optional.empty() : completion.complete(code, cursor);
  }

  /** What is proposed for Java, with a few words on tasks and flows. */
  public Completion describe(Completion completion) {
    return assist.describe(completion);
  }

  /** The help of the magic at the cursor, or what is known of the task or flow there. */
  public Optional<MimeBundle> inspect(String code, int cursor) {
    Optional<MimeBundle> help =
        code.indexOf('%') < 0 ? Optional.empty() : completion.inspect(code, cursor);
    return help.or(() -> assist.inspect(blankMagics(code), cursor));
  }

  /** Most cells: no magic, no annotation, no task that could be declared again. */
  private boolean isPlainJava(String text) {
    return text.indexOf('%') < 0
        && text.indexOf('@') < 0
        && context.definitions().signatures().stream()
            .noneMatch(known -> text.contains(known.substring(0, known.indexOf('('))));
  }

  /** Whether the variable beside a task may be its handle: one of the user's own stays. */
  private boolean leavesRoom(String name) {
    Optional<String> type = context.evaluator().variableType(name);
    boolean leaves = type.isEmpty() || GeneratedCode.isHandle(type.get());
    if (!leaves && leftAlone.add(name)) {
      String note = "your variable %s stays; task(\"%s\") is what the task's handle would be%n";
      context.output().print(CellOutput.Stream.STDERR, note.formatted(name, name));
    }
    return leaves;
  }

  private static String handleOf(String type) {
    return GeneratedCode.HANDLE + "<" + type + ">";
  }

  private CellResult result(Evaluation evaluation) {
    return Outcome.of(context, evaluation);
  }

  /** One declaration by itself. */
  private final class Source {

    private final CellSource cell;
    private final String java;

    Source(CellSource cell, String java) {
      this.cell = cell;
      this.java = java;
    }

    /**
     * Whether the compiler takes the declaration: the cell it stands in has failed, and nothing
     * else tells whether before it, behind it, or by its fault.
     */
    boolean isAccepted() {
      return context.evaluator().declares(cell, java);
    }
  }

  /** The run of one cell. */
  private final class Run {

    private final CellSource cell;
    private final Scan scan;
    private final CellPlan plan;

    Run(CellSource cell, Scan scan, CellPlan plan) {
      this.cell = cell;
      this.scan = scan;
      this.plan = plan;
    }

    CellResult run() {
      UseMagic whole = plan.whole();
      return whole == null ? steps() : use(whole);
    }

    private CellResult steps() {
      CellResult last = DONE;
      for (int i = 0; i < plan.steps().size(); i++) {
        Step step = plan.steps().get(i);
        last = run(step);
        if (last instanceof CellResult.Failed) {
          return last;
        }
        boolean more = i + 1 < plan.steps().size();
        if (more && step instanceof UseMagic && last instanceof CellResult.Value value) {
          context.output().display(value.bundle(), null);
        }
      }
      return last;
    }

    private CellResult run(Step step) {
      if (step instanceof CellPlan.EvaluateJava java) {
        return result(evaluate(java));
      }
      if (step instanceof CellPlan.RunCellBody body) {
        return runBody(body);
      }
      if (step instanceof CellPlan.RunInterpolated interpolated) {
        return runInterpolated(interpolated.line());
      }
      return use((UseMagic) step);
    }

    private CellResult use(UseMagic use) {
      boolean whole = use.equals(plan.whole());
      Supplier<CellResult> java = whole ? this::steps : () -> result(restOfLine(use));
      return use.magic()
          .run(
              new MagicCall(
                  context,
                  magics,
                  use.line(),
                  use.verb(),
                  use.arguments(),
                  java,
                  cell.text().substring(use.line().rest(), use.line().end()).strip(),
                  below(use.line()),
                  CellRunner.this::nested));
    }

    private CellResult runInterpolated(CellScanner.MagicLine line) {
      String said = Interpolation.of(cell.text(), line.percent(), line.end(), this::said);
      return nested(cell.withText(said + cell.text().substring(line.end(), line.stop())));
    }

    /** What a piece of the cell says as Java. */
    private String said(int from, int to) {
      char[] java = cell.text().toCharArray();
      Scan.blank(java, 0, from);
      Evaluation evaluation = context.evaluator().evaluate(cell, new String(java, 0, to));
      if (evaluation instanceof Evaluation.Failed failed) {
        throw new CellErrorException(failed.error());
      }
      return evaluation instanceof Evaluation.Value value ? String.valueOf(value.value()) : "";
    }

    private String below(CellScanner.MagicLine line) {
      String text = cell.text().substring(line.end(), line.stop()).replaceAll("\\r\\n?", "\n");
      return text.isEmpty() ? "" : text.substring(1);
    }

    private Evaluation restOfLine(UseMagic use) {
      char[] java = cell.text().toCharArray();
      Scan.blank(java, 0, use.line().rest());
      return context.evaluator().evaluate(cell, new String(java, 0, use.line().end()));
    }

    private Evaluation evaluate(CellPlan.EvaluateJava java) {
      Map<Declared, Integer> numbers = prepare(java.declared());
      Map<String, String> handles = handles(java.declared());
      String code =
          GeneratedCode.part(scan, java.from(), java.to(), java.declared(), numbers, handles);
      Evaluation evaluation = context.evaluator().evaluate(cell, code);
      boolean failed = evaluation instanceof Evaluation.Failed;
      for (Declared one : java.declared()) {
        Source source = source(one, numbers);
        if (!failed || source.isAccepted()) {
          accept(one, numbers, source);
          keepHandle(one, numbers);
        } else {
          // The compiler forgets what it had of a method when it refuses a new one.
          Optional.ofNullable(accepted.get(CellPlanner.signature(one.method())))
              .ifPresent(Source::isAccepted);
        }
      }
      return evaluation;
    }

    private Map<Declared, Integer> prepare(List<Declared> declared) {
      Map<Declared, Integer> numbers = new HashMap<>();
      for (Declared one : declared) {
        Definition definition = one.definition();
        if (definition != null) {
          String signature = CellPlanner.signature(one.method());
          numbers.put(one, context.definitions().prepare(definition, signature, null));
        }
      }
      return numbers;
    }

    private Source source(Declared one, Map<Declared, Integer> numbers) {
      Item item = one.item();
      String code =
          GeneratedCode.part(scan, item.start(), item.end(), List.of(one), numbers, Map.of());
      return new Source(cell, code);
    }

    /** What the handles of methods give; none where the variable is the user's. */
    private Map<String, String> handles(List<Declared> declared) {
      Map<String, String> handles = new HashMap<>();
      for (Declared one : declared) {
        String name = one.method().name();
        if (one.definition() instanceof Task && leavesRoom(name)) {
          String type = GeneratedCode.handleType(one.method());
          handles.merge(name, ofOverloads(one.method(), type), Run::common);
        }
      }
      return handles;
    }

    /** One handle serves all overloads. */
    private String ofOverloads(JavaMember.Method method, String type) {
      String signature = CellPlanner.signature(method);
      boolean overloaded =
          context.definitions().tasksOfMethod(method.name()).stream()
              .map(context.definitions()::signature)
              .anyMatch(other -> !other.equals(signature));
      Optional<String> before = context.evaluator().variableType(method.name());
      return overloaded && before.isPresent() && !before.get().equals(handleOf(type))
          ? "Object"
          : type;
    }

    private static String common(String one, String other) {
      return one.equals(other) ? one : "Object";
    }

    /**
     * A cell that has failed may have come no further than the handle; one method no more a task.
     */
    private void keepHandle(Declared one, Map<Declared, Integer> numbers) {
      String name = one.method().name();
      Optional<String> type = context.evaluator().variableType(name);
      if (one.definition() instanceof Task) {
        if (type.isEmpty()) {
          String code =
              GeneratedCode.handle(
                  name, GeneratedCode.handleType(one.method()), numbers.getOrDefault(one, -1));
          var unused = context.evaluator().declares(cell, code);
        }
      } else if (type.filter(GeneratedCode::isHandle).isPresent()
          && context.definitions().tasksOfMethod(name).isEmpty()) {
        context.evaluator().dropVariable(name);
      }
    }

    private void accept(Declared one, Map<Declared, Integer> numbers, Source source) {
      String signature = CellPlanner.signature(one.method());
      Integer number = numbers.get(one);
      if (number == null) {
        context.definitions().forget(signature);
        accepted.remove(signature);
      } else {
        context.definitions().accept(number);
        accepted.put(signature, source);
        if (one.definition() instanceof Task task) {
          context.engine().cacheNote(task).ifPresent(this::note);
        }
      }
    }

    private void note(String text) {
      context.output().print(CellOutput.Stream.STDERR, text + "\n");
    }

    private CellResult runBody(CellPlan.RunCellBody step) {
      Definition definition = step.definition();
      String code = GeneratedCode.part(scan, step.from(), step.to(), List.of(), Map.of(), Map.of());
      CellBody body = new CellBody(context.evaluator(), cell, code);
      int number =
          context.definitions().prepare(definition, Definitions.signature(definition), body);
      CellResult result = run(definition, body);
      if (body.isCompiled()) {
        context.definitions().accept(number);
        boolean value = !(body.last() instanceof Evaluation.Nothing);
        String name = definition.name();
        boolean handle = definition instanceof Task && leavesRoom(name);
        context
            .evaluator()
            .evaluate(
                cell,
                GeneratedCode.cellMethod(name, number, value)
                    + (handle
                        ? " " + GeneratedCode.handle(name, value ? "Object" : "Void", number)
                        : ""));
      }
      return result;
    }

    private CellResult run(Definition definition, CellBody body) {
      try {
        context.engine().call(definition, List.of(), body);
        return result(body.last());
      } catch (CellInterruptedError e) {
        return result(new Evaluation.Failed(CellError.interrupted(), e));
      } catch (Throwable thrown) {
        boolean told =
            body.last() instanceof Evaluation.Failed failed
                && (failed.thrown() == thrown || !body.isCompiled());
        return told
            ? result(body.last())
            : new CellResult.Failed(context.evaluator().describe(thrown));
      }
    }
  }
}
