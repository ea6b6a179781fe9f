/**
 * The run store on a database: one class per table, visible SQL, numbered migrations under {@code
 * db/migration}.
 */
@NullMarked
package dev.flowcell.store.jdbc;

import org.jspecify.annotations.NullMarked;
