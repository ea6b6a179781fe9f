package dev.flowcell.dashboard;

import dev.flowcell.render.RunJson;
import dev.flowcell.run.FlowRun;
import dev.flowcell.store.Offer;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /flows/start}: the form that asks for a flow's arguments. */
final class StartPage implements Page<StartPage.Form> {

  static final String PATH = "/flows/start";

  /** An address has no room for longer values. */
  private static final int LONGEST = 500;

  /**
   * What it shows.
   *
   * @param offer who will run it
   * @param others who else can
   */
  record Form(String flow, Offer offer, List<Offer> others, List<FormField> fields) {

    /** The address of the same form. */
    String address() {
      Map<String, String> words = new LinkedHashMap<>();
      words.put("flow", flow);
      words.put("process", offer.processId());
      fields.forEach(field -> begin(words, field.field(), field.value()));
      return new Filters(PATH, words).address();
    }
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public String about() {
    return "What a flow is asked for, by a process that can run it.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(
        new Input("flow", "which one"), new Input("process", "whom to ask, where several can"));
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
  public Asked<Form> ask(Request request) {
    Form form = read(request);
    return new Asked<>("Run " + form.flow(), "", () -> form);
  }

  /** The form for the process that the address names, or else the first that knows the flow. */
  Form read(Request request) {
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
        last.parameters().stream()
            .map(each -> FormField.of(each, request.given(FormField.PREFIX + each.name())))
            .toList());
  }

  /** The form to run the flow of a run again, which begins with the run's arguments. */
  static String address(FlowRun run) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("flow", run.flow());
    run.parameters().entrySet().stream()
        .filter(each -> FormField.canBeTyped(each.getValue()))
        .forEach(each -> begin(words, FormField.PREFIX + each.getKey(), each.getValue()));
    return new Filters(PATH, words).address();
  }

  private static void begin(Map<String, String> words, String field, String value) {
    if (value.length() <= LONGEST) {
      words.put(field, value);
    }
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
                                one.field("choices", all -> all.list(field.choices(), all::value));
                                one.text("value", field.value());
                              })));
        });
  }
}
