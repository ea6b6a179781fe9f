package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.store.Offer;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferedFlowsTest extends KernelCells {

  OfferedFlowsTest() {
    super("java.util.*");
  }

  @Test
  void flows_of_a_notebook_that_is_loaded_first_are_offered_with_what_their_values_can_be() {
    done("enum Level { LOW, HIGH }");
    done("%flow\nint exam(Level level, int year) { return year; }");
    assertThat(store.offers()).isEmpty();

    session.workInBackground(CellOutput.NONE);

    assertThat(store.offers().get(0).flows().get(0).parameters())
        .containsExactly(
            new Offer.Parameter("level", "Level", null, List.of("LOW", "HIGH")),
            new Offer.Parameter("year", "int", null));
  }
}
