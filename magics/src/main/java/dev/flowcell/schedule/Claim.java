package dev.flowcell.schedule;

import java.time.Instant;

/**
 * One due time of a schedule that somebody has taken. However many look, each has one who takes it.
 *
 * @param schedule the schedule's name
 * @param due the due time
 * @param flowRunId the flow run that is made of it
 * @param claimedAt when it was taken
 * @param reruns how often its run was started again because a process had died
 */
public record Claim(String schedule, Instant due, String flowRunId, Instant claimedAt, int reruns) {

  /** The same due time, taken again from one who has died. */
  public Claim again(String newFlowRunId, Instant now) {
    return new Claim(schedule, due, newFlowRunId, now, reruns + 1);
  }
}
