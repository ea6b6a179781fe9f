/**
 * Errors as a learner reads them: the compiler's, those of code that runs, and what is not declared
 * yet. Who meets them is {@code java}.
 */
@NullMarked
package dev.flowcell.kernel.java.errors;

import org.jspecify.annotations.NullMarked;
