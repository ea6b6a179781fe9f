/**
 * The run store on a database: one class per table, visible SQL, numbered migrations under {@code
 * db/migration}, one {@code Dialect} per database. Events come in through {@code store.journal};
 * the one writing thread, {@code Folding}, brings them into the tables and looks after the runs of
 * processes that have died.
 */
@NullMarked
package dev.flowcell.store.jdbc;

import org.jspecify.annotations.NullMarked;
