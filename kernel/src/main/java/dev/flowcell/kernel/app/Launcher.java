package dev.flowcell.kernel.app;

import java.util.stream.Collectors;

/** The scripts that start {@code flowcell} from a command line. */
final class Launcher {

  private Launcher() {}

  static String forShell(Launch launch) {
    String command =
        launch.program().stream().map(Launcher::quoteForShell).collect(Collectors.joining(" "));
    return "#!/bin/sh\nexec " + command + " \"$@\"\n";
  }

  /** Inside single quotes a shell reads everything as it stands, but the quote itself. */
  private static String quoteForShell(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  static String forWindows(Launch launch) {
    String command =
        launch.program().stream().map(Launcher::quoteForWindows).collect(Collectors.joining(" "));
    return "@echo off\r\nsetlocal\r\nchcp 65001 >nul\r\n" + command + " %*\r\n";
  }

  /** No path on Windows contains a quotation mark; a per cent sign would begin a variable. */
  private static String quoteForWindows(String word) {
    return '"' + word.replace("%", "%%") + '"';
  }
}
