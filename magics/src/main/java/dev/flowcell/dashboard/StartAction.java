package dev.flowcell.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flowcell.store.RunStore;
import java.util.List;

/** Asks a process to run a flow with the arguments that a form gives. */
final class StartAction implements Action {

  @Override
  public String path() {
    return StartPage.PATH;
  }

  @Override
  public String about() {
    return "Asks a process to run a flow.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(
        new Input("flow", "which one"),
        new Input("process", "whom to ask, where several can"),
        new Input("parameter.NAME", "the value of each parameter, as text or JSON"));
  }

  /** The form, with all that was typed. */
  @Override
  public String from(Request request) {
    return new StartPage().read(request).address();
  }

  @Override
  public Done run(Request request) {
    StartPage.Form form = new StartPage().read(request);
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    form.fields().forEach(field -> arguments.put(field.name(), field.value()));
    RunStore store = request.site().store();
    String id = store.requestRun(form.offer().processId(), form.flow(), arguments.toString());
    return Requests.done(store, id, "The run of " + form.flow());
  }
}
