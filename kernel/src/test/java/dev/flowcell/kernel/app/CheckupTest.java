package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckupTest {

  @TempDir private Path folder;

  @Test
  void the_file_of_the_runs_is_named() {
    assertThat(findings(Map.of()))
        .contains(new Checkup.Finding(Checkup.Level.OK, "runs are kept in " + folder))
        .noneMatch(finding -> finding.sentence().contains("database"));
  }

  @Test
  void a_database_is_named_without_its_password_and_where_runs_wait_for_it() {
    List<Checkup.Finding> findings =
        findings(Map.of("FLOWCELL_DATABASE_URL", "postgresql://ada:secret@localhost:1/runs"));

    assertThat(findings)
        .contains(
            new Checkup.Finding(
                Checkup.Level.OK, "runs wait in " + folder + " until the database has them"))
        .anySatisfy(
            finding -> {
              assertThat(finding.level()).isEqualTo(Checkup.Level.PROBLEM);
              assertThat(finding.sentence()).contains("PostgreSQL, localhost:1/runs");
            })
        .noneMatch(finding -> finding.sentence().contains("secret"));
  }

  private List<Checkup.Finding> findings(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("FLOWCELL_HOME", folder.toString());
    environment.put("HOME", folder.toString());
    Properties system = new Properties();
    system.putAll(System.getProperties());
    system.setProperty("user.home", folder.toString());
    List<Checkup.Finding> findings = new ArrayList<>();
    new Checkup(environment, system, Duration.ofMinutes(1)).run(findings::add);
    return findings;
  }
}
