package dev.flowcell.dashboard;

/**
 * What a page or an action is given by a name, behind the {@code ?} of an address or as a form
 * field.
 *
 * @param about what it means, in a few words
 */
record Input(String name, String about) {}
