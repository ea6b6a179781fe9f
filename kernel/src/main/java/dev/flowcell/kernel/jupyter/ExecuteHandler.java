package dev.flowcell.kernel.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.MimeBundle;
import io.github.spencerpark.jupyter.messages.publish.PublishExecuteInput;
import io.github.spencerpark.jupyter.messages.publish.PublishStatus;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs cells, one after the other, all on one thread. */
final class ExecuteHandler implements Handler<ExecuteRequest> {

  private static final CellError EXITED =
      CellError.of(
          "ExitError",
          "the kernel has ended while this cell ran, as when a library calls System.exit;"
              + " restart it and run the cells again");

  private final Language language;
  private final Wire wire;
  private final Outbox outbox;
  private final Stdin stdin;
  private final Interrupts interrupts;
  private final History history;

  /** The number of the last cell that counted: what replies carry, of cells that do not, too. */
  private volatile int count;

  /** A request whose cell runs. */
  private record Running(Request<ExecuteRequest> request, CellSource cell) {}

  private volatile @Nullable Running running;

  /** When the last error happened that aborts what is queued. */
  private @Nullable Cutoff failure;

  ExecuteHandler(
      Language language,
      Wire wire,
      Outbox outbox,
      Stdin stdin,
      Interrupts interrupts,
      History history) {
    this.language = language;
    this.wire = wire;
    this.outbox = outbox;
    this.stdin = stdin;
    this.interrupts = interrupts;
    this.history = history;
  }

  @Override
  public JsonElement handle(Request<ExecuteRequest> request) {
    if (failure != null && failure.covers(request)) {
      return aborted();
    }
    return switch (interrupts.begin(request)) {
      case ABORTED -> aborted();
      case INTERRUPTED -> {
        CellSource cell = begin(request);
        yield end(request, cell, new CellResult.Failed(CellError.interrupted()));
      }
      case RUN -> {
        try {
          CellSource cell = begin(request);
          yield end(request, cell, run(request, cell));
        } finally {
          interrupts.end();
        }
      }
    };
  }

  private CellSource begin(Request<ExecuteRequest> request) {
    ExecuteRequest content = request.getContent();
    int number = count + 1;
    if (content.shouldStoreHistory()) {
      count = number;
    }
    if (!content.isSilent()) {
      outbox.publish(request, "execute_input", new PublishExecuteInput(content.getCode(), number));
    }
    return new CellSource(cellId(request), number, content.getCode());
  }

  /** The id that JupyterLab and others send along, in the metadata. */
  private static String cellId(Request<?> request) {
    return request.getMetadata().get("cellId") instanceof String id ? id : "";
  }

  private CellResult run(Request<ExecuteRequest> request, CellSource cell) {
    ExecuteRequest content = request.getContent();
    CellOutput output = content.isSilent() ? CellOutput.NONE : new IoPubOutput(outbox, request);
    CellInput input = content.isStdinEnabled() ? stdin.of(request) : CellInput.NONE;
    running = new Running(request, cell);
    try {
      return language.execute(cell, output, input);
    } catch (Throwable e) {
      // a language answers for user code itself; this is one that broke, as by a full stack
      return new CellResult.Failed(Errors.of(e));
    } finally {
      running = null;
    }
  }

  private JsonElement end(Request<ExecuteRequest> request, CellSource cell, CellResult result) {
    if (result instanceof CellResult.Failed failed) {
      return fail(request, cell, failed.error());
    }
    String text = "";
    if (result instanceof CellResult.Value value) {
      text = value.bundle().text();
      publishResult(request, cell, value.bundle());
    }
    remember(request, cell, text);
    return ok(userExpressions(request.getContent().getUserExpr()));
  }

  private void publishResult(Request<ExecuteRequest> request, CellSource cell, MimeBundle bundle) {
    if (request.getContent().isSilent()) {
      return;
    }
    JsonObject content = Json.of(bundle);
    content.addProperty("execution_count", cell.number());
    outbox.publish(request, "execute_result", content);
  }

  private JsonElement fail(Request<ExecuteRequest> request, CellSource cell, CellError error) {
    ExecuteRequest content = request.getContent();
    if (!content.isSilent()) {
      outbox.publish(request, "error", Errors.publish(error));
    }
    remember(request, cell, "");
    // what an interrupt aborts, the interrupt itself decides
    if (content.shouldStopOnError() && !error.name().equals(CellError.INTERRUPTED)) {
      failure = new Cutoff(wire.session(), wire.now(), System.nanoTime());
    }
    return wire.tree(Errors.reply(error, count));
  }

  /** Answers for the cell that runs, from another thread: it will not return. */
  void exited() {
    Running now = running;
    if (now != null) {
      outbox.reply(now.request, "execute_reply", fail(now.request, now.cell, EXITED));
      outbox.publish(now.request, "status", PublishStatus.IDLE);
    }
  }

  private void remember(Request<ExecuteRequest> request, CellSource cell, String output) {
    if (request.getContent().shouldStoreHistory()) {
      history.add(cell.number(), cell.text(), output);
    }
  }

  private JsonObject userExpressions(Map<String, String> expressions) {
    JsonObject values = new JsonObject();
    expressions.forEach((name, code) -> values.add(name, userExpression(code)));
    return values;
  }

  private JsonElement userExpression(String code) {
    CellResult result;
    try {
      result = language.evaluateExpression(code);
    } catch (Throwable e) {
      result = new CellResult.Failed(Errors.of(e));
    }
    if (result instanceof CellResult.Failed failed) {
      return wire.tree(Errors.reply(failed.error()));
    }
    JsonObject value =
        result instanceof CellResult.Value of
            ? Json.of(of.bundle())
            : Json.of(new MimeBundle(Map.of(), Map.of()));
    value.addProperty("status", "ok");
    return value;
  }

  private JsonObject ok(JsonObject userExpressions) {
    JsonObject reply = new JsonObject();
    reply.addProperty("status", "ok");
    reply.addProperty("execution_count", count);
    reply.add("user_expressions", userExpressions);
    reply.add("payload", new JsonArray());
    return reply;
  }

  private static JsonObject aborted() {
    JsonObject reply = new JsonObject();
    reply.addProperty("status", "aborted");
    return reply;
  }
}
