package dev.flowcell.kernel.app;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** The user's browser. */
final class Browser {

  private Browser() {}

  /** Opens an address, where there is a browser to ask; else who reads it opens it. */
  static void open(URI address, Properties system) {
    try {
      new ProcessBuilder(command(address.toString(), system))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      // the address has been printed
    }
  }

  private static List<String> command(String address, Properties system) {
    String os = system.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler", address);
    }
    return List.of(os.startsWith("mac") ? "open" : "xdg-open", address);
  }
}
