package dev.flowcell.code;

import dev.flowcell.flow.Definition;
import java.util.List;

/** The tasks and flows of a session, as code calls them. */
public interface MethodDefinitions {

  /** The tasks and flows that a method of that name calls, overloads among them. */
  List<Definition> ofMethod(String name);

  /** A number that is another one whenever any of them may have changed. */
  long edition();
}
