package dev.flowcell.dashboard;

import java.util.List;

/** What programs can ask and do, for the page that tells of it. */
record Guide(List<Page<?>> pages, List<Action> actions) {

  /** Where a program asks for what a page shows. */
  static String address(Page<?> page) {
    return page.path().equals("/") ? "/api" : "/api" + page.path();
  }

  /** Where a program asks for what an action does. */
  static String address(Action action) {
    return "/api" + action.path();
  }

  static Guide all() {
    return new Guide(Pages.all(), Pages.actions());
  }
}
