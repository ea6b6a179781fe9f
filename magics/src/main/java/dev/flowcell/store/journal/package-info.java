/**
 * The journal: what happened to runs, in files of the process it happened in, until it stands in
 * the store. An append is in the operating system when it returns, so that a killed process loses
 * nothing; a lock on a file beside it tells whether the process still lives. Who folds journals
 * into the database is {@code store.jdbc}.
 */
@NullMarked
package dev.flowcell.store.journal;

import org.jspecify.annotations.NullMarked;
