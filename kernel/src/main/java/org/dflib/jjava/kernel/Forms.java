package org.dflib.jjava.kernel;

import dev.flowcell.cell.MimeBundle;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** What is shown, as JJava has it. */
final class Forms {

  private Forms() {}

  static DisplayData data(MimeBundle bundle) {
    DisplayData data = new DisplayData();
    bundle.data().forEach((type, form) -> data.putData(type, form));
    bundle.metadata().forEach((key, value) -> data.putMetaData(key, value));
    return data;
  }
}
