package dev.flowcell.dashboard;

import dev.flowcell.render.RunJson;
import dev.flowcell.store.Offer;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** {@code /flows/start}: the form that asks for a flow's arguments. */
final class StartPage implements Page<StartPage.Form> {

  static final String PATH = "/flows/start";

  /**
   * What it shows.
   *
   * @param offer who will run it
   * @param others who else can
   */
  record Form(String flow, Offer offer, List<Offer> others, List<FormField> fields) {}

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public String about() {
    return "What a flow is asked for: flow, process.";
  }

  @Override
  public String template() {
    return "start";
  }

  @Override
  public String section() {
    return "/flows";
  }

  @Override
  public String title(Form form) {
    return "Run " + form.flow();
  }

  @Override
  public String live(Form form) {
    return "";
  }

  /** The form for the process that the address names, or else the first that knows the flow. */
  @Override
  public Form read(Request request) {
    String flow = request.given("flow");
    String process = request.text("process");
    List<Offer> all = RunPage.offers(request.site().store(), flow).toList();
    Offer chosen =
        all.stream()
            .filter(offer -> process == null || offer.processId().equals(process))
            .findFirst()
            .orElseThrow(
                () ->
                    new NotFoundResponse(
                        ("no kernel that runs now knows the flow '%s': open its notebook and run"
                                + " its cells first")
                            .formatted(flow)));
    Offer.Flow last = flows(chosen, flow).reduce((earlier, later) -> later).orElseThrow();
    return new Form(
        flow,
        chosen,
        all.stream().filter(offer -> offer != chosen).toList(),
        last.parameters().stream().map(FormField::of).toList());
  }

  private static Stream<Offer.Flow> flows(Offer offer, String name) {
    return offer.flows().stream().filter(flow -> flow.name().equals(name));
  }

  @Override
  public void json(Form form, RunJson json) throws IOException {
    json.object(
        fields -> {
          fields.text("flow", form.flow());
          fields.text("process", form.offer().processId());
          fields.text("notebook", form.offer().notebook());
          fields.field(
              "parameters",
              list ->
                  list.list(
                      form.fields(),
                      field ->
                          list.object(
                              one -> {
                                one.text("name", field.name());
                                one.text("type", field.type());
                                one.text("value", field.value());
                              })));
        });
  }
}
