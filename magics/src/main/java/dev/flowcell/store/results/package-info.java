/**
 * What task runs returned, on disk: values as bytes and back, one class per kind of value, and the
 * folder that keeps them. Which run returned which value is told in {@code run} and kept by {@code
 * store}.
 */
@NullMarked
package dev.flowcell.store.results;

import org.jspecify.annotations.NullMarked;
