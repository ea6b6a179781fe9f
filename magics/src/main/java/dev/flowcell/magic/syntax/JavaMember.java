package dev.flowcell.magic.syntax;

import dev.flowcell.flow.Parameter;
import java.util.List;

/** What a statement or declaration of a cell is, as far as magics ask. Places are the cell's. */
public sealed interface JavaMember {

  /** A class, interface, enum or record. */
  record Type(String name) implements JavaMember {}

  /** Meant as a method, but with a mistake that the compiler will tell of. */
  record BrokenMethod() implements JavaMember {}

  /** Something that is run. */
  record Statement() implements JavaMember {}

  /**
   * A method with a body.
   *
   * @param modifiers annotations other than ours and modifiers, on one line
   * @param typeParameters such as {@code <T>}, or empty
   * @param returnType such as {@code List<T>} or {@code void}
   * @param declarations its parameters as they are declared, on one line
   * @param thrown such as {@code throws IOException}, or empty
   * @param nameAt where its name stands
   * @param bodyAt where the brace of its body stands
   * @param end behind the brace that ends it
   * @param annotations those that make it a task or flow
   */
  record Method(
      String name,
      String modifiers,
      String typeParameters,
      String returnType,
      List<Parameter> parameters,
      List<String> declarations,
      String thrown,
      int nameAt,
      int bodyAt,
      int end,
      List<Annotation> annotations)
      implements JavaMember {}

  /**
   * {@code @Task} or {@code @Flow} over a method.
   *
   * @param name without package
   */
  record Annotation(String name, int start, int end, List<Attribute> attributes) {}

  /** {@code name = value} of an annotation, the value as a magic line would say it. */
  record Attribute(String name, int start, int end, String value, int valueStart, int valueEnd) {}
}
