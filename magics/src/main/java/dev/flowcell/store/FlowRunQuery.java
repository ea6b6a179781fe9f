package dev.flowcell.store;

import org.jspecify.annotations.Nullable;

/**
 * Which flow runs.
 *
 * @param flow of that flow only, or null for all
 * @param limit how many at most
 */
public record FlowRunQuery(@Nullable String flow, int limit) {}
