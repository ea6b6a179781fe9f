package dev.flowcell.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flowcell.store.RunStore;

/** Asks a process to run a flow with the arguments that a form gives. */
final class StartAction implements Action {

  @Override
  public String path() {
    return StartPage.PATH;
  }

  @Override
  public String about() {
    return "Asks a kernel to run a flow: flow, process, and parameter.NAME for each "
        + "parameter.";
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
