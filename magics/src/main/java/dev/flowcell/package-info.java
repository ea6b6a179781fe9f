/**
 * The front door: {@code Flowcell} is what cells call, {@code Session} puts the rooms together.
 * Both may import every room; nothing behind them imports them.
 */
@NullMarked
package dev.flowcell;

import org.jspecify.annotations.NullMarked;
