package dev.flowcell.store;

class InMemoryRunStoreTest extends RunQuestionsContract {

  @Override
  protected RunStore open() {
    return new InMemoryRunStore();
  }
}
