/**
 * The notebook and browser drawers: a real Jupyter client, nbconvert, JupyterLab and Chromium run
 * the jar that was built.
 */
@NullMarked
package dev.flowcell.kernel.notebook;

import org.jspecify.annotations.NullMarked;
