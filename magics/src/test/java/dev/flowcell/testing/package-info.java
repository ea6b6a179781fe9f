/** Fakes that the tests of many rooms share. */
@NullMarked
package dev.flowcell.testing;

import org.jspecify.annotations.NullMarked;
