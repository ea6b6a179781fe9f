package dev.flowcell.kernel.jupyter;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.Completeness;
import dev.flowcell.cell.Completion;
import dev.flowcell.cell.MimeBundle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A language whose cells are written by the test: what is run when this code comes. */
final class ScriptedLanguage implements Language {

  /** What a cell does. */
  interface Cell {
    CellResult run(CellSource source, CellOutput output, CellInput input) throws Exception;
  }

  static final CellResult DONE = new CellResult.Done();

  private final Map<String, Cell> cells = new ConcurrentHashMap<>();
  private final List<CellSource> executed = new CopyOnWriteArrayList<>();
  private volatile @Nullable Thread running;

  ScriptedLanguage() {
    on("print", (source, output, input) -> print(output));
    on("42", (source, output, input) -> new CellResult.Value(MimeBundle.text("42")));
    on("fail", (source, output, input) -> failed("BoomException", "it broke"));
  }

  private static CellResult print(CellOutput output) {
    output.print(CellOutput.Stream.STDOUT, "hello, world\n");
    return DONE;
  }

  static CellResult failed(String name, String message) {
    return new CellResult.Failed(CellError.of(name, message));
  }

  ScriptedLanguage on(String code, Cell cell) {
    cells.put(code, cell);
    return this;
  }

  /** The cells that were run, in their order. */
  List<CellSource> executed() {
    return executed;
  }

  @Override
  public CellResult execute(CellSource source, CellOutput output, CellInput input) {
    executed.add(source);
    running = Thread.currentThread();
    try {
      return cells.getOrDefault(source.text(), (s, o, i) -> DONE).run(source, output, input);
    } catch (InterruptedException e) {
      return new CellResult.Failed(CellError.interrupted());
    } catch (Exception e) {
      return failed(e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
    } finally {
      running = null;
    }
  }

  @Override
  public CellResult evaluateExpression(String expression) {
    return expression.equals("bad")
        ? failed("CompileError", "no such thing")
        : new CellResult.Value(MimeBundle.text("value of " + expression));
  }

  @Override
  public Completion complete(String code, int cursor) {
    if (code.equals("throw")) {
      throw new StackOverflowError("too deep");
    }
    return new Completion(List.of(code.substring(0, cursor) + "!"), 0, cursor);
  }

  @Override
  public Optional<MimeBundle> inspect(String code, int cursor, boolean detailed) {
    return code.isEmpty()
        ? Optional.empty()
        : Optional.of(MimeBundle.text("about " + code.substring(0, cursor)));
  }

  @Override
  public Completeness isComplete(String code) {
    return switch (code) {
      case "{" -> Completeness.incomplete("    ");
      case "int int" -> Completeness.INVALID;
      default -> Completeness.COMPLETE;
    };
  }

  @Override
  public void interrupt() {
    Thread thread = running;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
