package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DashboardCommandTest {

  private final StringWriter err = new StringWriter();

  @Test
  void a_token_that_somebody_guesses_is_refused() {
    int exit = run(Map.of("FLOWCELL_DASHBOARD_TOKEN", "exam"), "dashboard", "--no-browser");

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("the token needs 16 to 256 letters, digits or - _ . ~");
  }

  @Test
  void a_port_that_is_none_is_refused() {
    int exit = run(Map.of(), "dashboard", "--no-browser", "--port", "70000");

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("a port is a number from 0 to 65535, not 70000");
  }

  private int run(Map<String, String> environment, String... words) {
    CommandLine program = Main.commandLine(environment, System.getProperties());
    program.setErr(new PrintWriter(err, true));
    return program.execute(words);
  }
}
