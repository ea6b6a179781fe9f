package dev.flowcell.engine;

/** A flow run that is there before its flow is called. */
public final class Appointment {

  private final ActiveRun run;

  Appointment(ActiveRun run) {
    this.run = run;
  }

  ActiveRun run() {
    return run;
  }
}
