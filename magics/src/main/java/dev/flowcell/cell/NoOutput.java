package dev.flowcell.cell;

import org.jspecify.annotations.Nullable;

/** The output of what nobody looks at. */
enum NoOutput implements CellOutput {
  INSTANCE;

  @Override
  public void print(Stream stream, String text) {}

  @Override
  public void display(MimeBundle bundle, @Nullable String displayId) {}

  @Override
  public void update(String displayId, MimeBundle bundle) {}

  @Override
  public void clear(boolean wait) {}
}
