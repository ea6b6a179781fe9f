package dev.flowcell.schedule;

import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.store.RunStore;

class InMemorySchedulesTest extends ScheduleStoreContract {

  private final RunStore shared = new InMemoryRunStore();

  @Override
  protected RunStore open() {
    return shared;
  }
}
