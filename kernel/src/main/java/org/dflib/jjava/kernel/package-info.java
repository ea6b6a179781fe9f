/**
 * What notebooks and libraries of JJava name in their code, over the same library as there: its
 * renderer, its magics and its extensions lead to Flowcell's. Nothing of Flowcell's own is here.
 */
@NullMarked
package org.dflib.jjava.kernel;

import org.jspecify.annotations.NullMarked;
