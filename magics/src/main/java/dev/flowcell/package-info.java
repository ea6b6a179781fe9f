/**
 * The front door: {@code Flowcell} is what cells call and {@code TrackedCall} what generated code
 * calls, {@code Session} puts the rooms together. They may import every room; nothing behind them
 * imports them.
 */
@NullMarked
package dev.flowcell;

import org.jspecify.annotations.NullMarked;
