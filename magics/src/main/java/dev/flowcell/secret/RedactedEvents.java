package dev.flowcell.secret;

import dev.flowcell.run.RunEvent;
import dev.flowcell.run.RunListener;
import java.util.List;

/** What happens to runs, without secrets. */
public final class RedactedEvents implements RunListener {

  private final RunListener listener;
  private final Redaction redaction;

  /** Passes on what comes, without what the redaction removes. */
  public RedactedEvents(RunListener listener, Redaction redaction) {
    this.listener = listener;
    this.redaction = redaction;
  }

  @Override
  public void onEvent(RunEvent event) {
    listener.onEvent(redacted(event));
  }

  @Override
  public void onEvents(List<RunEvent> events) {
    listener.onEvents(redaction.isIdle() ? events : events.stream().map(this::redacted).toList());
  }

  @Override
  public void beforeOutput() {
    listener.beforeOutput();
  }

  @Override
  public void onCellEnd() {
    listener.onCellEnd();
  }

  private RunEvent redacted(RunEvent event) {
    return redaction.isIdle() ? event : event.withTexts(redaction::redact);
  }
}
