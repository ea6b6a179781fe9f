package dev.flowcell.dashboard;

import dev.flowcell.render.RunJson;
import dev.flowcell.store.FlowSummary;
import dev.flowcell.store.Offer;
import dev.flowcell.store.RunStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /flows}: all flows that have runs, and those that a living kernel can run. */
final class FlowsPage implements Page<FlowsPage.Flows> {

  /**
   * What it shows.
   *
   * @param offers what processes that live can run
   */
  record Flows(List<FlowSummary> flows, List<Offer> offers) {

    boolean isEmpty() {
      return flows.isEmpty() && offers.isEmpty();
    }

    /** Whether some process can run the flow. */
    boolean isOffered(String flow) {
      return offers.stream()
          .flatMap(offer -> offer.flows().stream())
          .anyMatch(each -> each.name().equals(flow));
    }

    /** Whether some flow is one that nobody can run now. */
    boolean isAnyMissing() {
      return !flows.stream().allMatch(each -> isOffered(each.flow()));
    }

    /** Flows without runs that some process can run. */
    List<String> neverRun() {
      Set<String> known = flows.stream().map(FlowSummary::flow).collect(Collectors.toSet());
      return offers.stream()
          .flatMap(offer -> offer.flows().stream())
          .map(Offer.Flow::name)
          .distinct()
          .filter(name -> !known.contains(name))
          .sorted()
          .toList();
    }
  }

  @Override
  public String path() {
    return "/flows";
  }

  @Override
  public String about() {
    return "All flows: how many runs, the last one, how long on average.";
  }

  @Override
  public String template() {
    return "flows";
  }

  @Override
  public Asked<Flows> ask(Request request) {
    RunStore store = request.site().store();
    return new Asked<>("Flows", "*", () -> new Flows(store.flows(), store.offers()));
  }

  @Override
  public void json(Flows flows, RunJson json) throws IOException {
    json.list(flows.flows(), flow -> json.object(fields -> flow(fields, flow)));
  }

  private static void flow(RunJson json, FlowSummary flow) throws IOException {
    Duration average = flow.average();
    json.text("flow", flow.flow());
    json.number("runs", flow.runs());
    json.text("average", average == null ? null : average.toString());
    json.field("last", value -> value.run(flow.last()));
  }
}
