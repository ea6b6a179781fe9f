package dev.flowcell.flow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the user declared: a {@link Task} or a {@link Flow}. Immutable. */
public sealed interface Definition permits Task, Flow {

  /** The name it is called by. */
  String name();

  /** Its parameters in order; empty for a cell task or cell flow. */
  List<Parameter> parameters();

  /** The Java source it was declared with, without its magic line. */
  String source();

  /** The execution count of the cell that declared it. */
  int cell();

  /** When its body is tried again. */
  RetryPolicy retry();

  /** How long an attempt may take; empty for no limit. */
  Optional<Duration> timeout();

  /** What is called at the end of its runs. */
  Hooks hooks();

  /** What the user says it is for; empty where nothing was said. */
  String description();

  /** {@code task} or {@code flow}, as a message names it. */
  String kind();
}
