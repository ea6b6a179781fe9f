/**
 * What notebooks of IJava name in their code, over the same library as there: its renderer and its
 * magics lead to Flowcell's. Nothing of Flowcell's own is here.
 */
@NullMarked
package io.github.spencerpark.ijava;

import org.jspecify.annotations.NullMarked;
