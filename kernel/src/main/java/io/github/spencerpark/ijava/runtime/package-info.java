/** The functions that IJava gives to cells, for notebooks that import them from here. */
@NullMarked
package io.github.spencerpark.ijava.runtime;

import org.jspecify.annotations.NullMarked;
