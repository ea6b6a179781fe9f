/**
 * What Tab and inspections tell of code that is still being typed, and what comments say of it. Not
 * here: what is wrong with code, which is {@code errors}.
 */
@NullMarked
package dev.flowcell.kernel.java.assist;

import org.jspecify.annotations.NullMarked;
