package dev.flowcell.engine;

/**
 * Cached values that are given to nobody any more.
 *
 * @param bytes how long they are together, as far as they are stored
 */
public record Forgotten(int values, long bytes) {}
