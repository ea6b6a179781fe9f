package dev.flowcell.kernel.app;

import dev.flowcell.Settings;
import dev.flowcell.dashboard.Dashboard;
import dev.flowcell.dashboard.DashboardOptions;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.jdbc.RunStores;
import dev.flowcell.store.results.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flowcell dashboard}: the web page over the runs of all notebooks and processes. */
@Command(
    name = "dashboard",
    description = {
      "Serves a web page over all runs until it is ended, and prints its address.",
      "FLOWCELL_DASHBOARD_TOKEN is the token that visitors need; without it there is a new one each"
          + " time."
    },
    mixinStandardHelpOptions = true)
final class DashboardCommand implements Callable<Integer> {

  private static final String TOKEN = "FLOWCELL_DASHBOARD_TOKEN";

  private final Map<String, String> environment;
  private final Properties system;
  private final Clock clock;

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "where, or at the next port that is free (${DEFAULT-VALUE})")
  private int port = DashboardOptions.PORT;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "the address of this machine that it listens at (${DEFAULT-VALUE}: nobody else reaches"
              + " it); what goes to others is not encrypted")
  private String host = DashboardOptions.LOOPBACK;

  @Option(names = "--no-browser", description = "only print the address")
  private boolean noBrowser;

  DashboardCommand(Map<String, String> environment, Properties system, Clock clock) {
    this.environment = environment;
    this.system = system;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    DashboardOptions options = options();
    Settings settings = Settings.from(environment, system);
    try (RunStore store = RunStores.open(settings.home(), settings.database(), err::println);
        Dashboard dashboard =
            Dashboard.start(store, Results.unread(settings.results()), options, clock)) {
      spec.commandLine().getOut().println("Dashboard: " + dashboard.address());
      spec.commandLine().getOut().flush();
      if (!InetAddress.getByName(host).isLoopbackAddress()) {
        err.println(
            "Who reaches " + host + " and knows the token sees all runs and may start some.");
      }
      err.flush();
      if (!noBrowser) {
        Browser.open(dashboard.address(), system);
      }
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private DashboardOptions options() {
    String given = environment.getOrDefault(TOKEN, "").strip();
    try {
      String token = given.isEmpty() ? DashboardOptions.newToken() : given;
      return new DashboardOptions(host, port, token);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
