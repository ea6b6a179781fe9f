/**
 * Keeps runs: the store all readers and writers share, and the one in memory. The databases are in
 * {@code store.jdbc}.
 */
@NullMarked
package dev.flowcell.store;

import org.jspecify.annotations.NullMarked;
