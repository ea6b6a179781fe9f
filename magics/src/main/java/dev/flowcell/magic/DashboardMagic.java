package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.dashboard.Dashboard;
import dev.flowcell.dashboard.DashboardOptions;
import dev.flowcell.magic.syntax.Option;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.render.Html;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** {@code %dashboard}: the web page over the runs of all notebooks. */
final class DashboardMagic implements Magic {

  private static final List<Usage> USAGES =
      List.of(
          Usage.of(
              "",
              "",
              "serves a page over all runs as long as this kernel lives",
              Option.of(
                  "port",
                  "N",
                  "where, or at the next port that is free (" + DashboardOptions.PORT + ")")),
          Usage.of("stop", "", "ends it"));

  @Override
  public String name() {
    return "dashboard";
  }

  @Override
  public String summary() {
    return "shows all runs in a web page of its own";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public CellResult run(MagicCall call) {
    if (call.verb().equals("stop")) {
      boolean ran = call.context().dashboard().off();
      return call.text(ran ? "The dashboard has stopped." : "No dashboard runs in this kernel.");
    }
    int port = call.arguments().count("port", 1).orElse(DashboardOptions.PORT);
    if (port > 65_535) {
      throw call.wrong("--port needs a number from 1 to 65535, not " + port);
    }
    try {
      Dashboard dashboard = call.context().dashboard().on(port);
      return shown(dashboard, port);
    } catch (IOException e) {
      throw call.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static CellResult shown(Dashboard dashboard, int port) {
    URI address = dashboard.address();
    String taken = dashboard.port() == port ? "" : " (port " + port + " was taken)";
    String text =
        "Dashboard: " + address + taken + "\nIt stops with this kernel, or by %dashboard stop.";
    String html =
        "<div>Dashboard: <a href=\"%s\" target=\"_blank\" rel=\"noopener\">%s</a>%s</div>"
                .formatted(Html.attribute(address.toString()), Html.text(address.toString()), taken)
            + "<div>It stops with this kernel, or by <code>%dashboard stop</code>.</div>";
    return new CellResult.Value(MimeBundle.html(html, text));
  }
}
