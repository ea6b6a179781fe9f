package dev.flowcell.dashboard;

import java.time.ZoneId;

/**
 * What a page shows around its own matter.
 *
 * @param title what the page is about
 * @param section the address in the navigation that it belongs to
 * @param live which changes concern it: the id of a flow run, {@code *} for all, empty for none
 * @param note what the action before has said
 * @param place where runs are kept
 * @param zone what times are told in
 */
record Frame(String title, String section, String live, Note note, String place, ZoneId zone) {}
