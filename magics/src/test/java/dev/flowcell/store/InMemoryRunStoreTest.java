package dev.flowcell.store;

class InMemoryRunStoreTest extends RunStoreContract {

  @Override
  protected RunStore open() {
    return new InMemoryRunStore();
  }
}
