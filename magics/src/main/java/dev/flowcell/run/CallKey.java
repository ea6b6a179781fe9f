package dev.flowcell.run;

/**
 * What a task call is known by within its flow run: two calls with one key would give the same
 * result, as far as task, source and arguments tell.
 *
 * @param digest of the task's name and source and of the arguments; hexadecimal
 * @param occurrence which of the calls with that digest it is in one attempt of the flow, from 1
 */
public record CallKey(String digest, int occurrence) {}
