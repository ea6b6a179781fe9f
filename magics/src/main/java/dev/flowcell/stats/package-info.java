/**
 * Descriptive statistics and tests as pandas and SciPy compute them, over commons-math3. Pictures
 * of them are in {@code render}.
 */
@NullMarked
package dev.flowcell.stats;

import org.jspecify.annotations.NullMarked;
