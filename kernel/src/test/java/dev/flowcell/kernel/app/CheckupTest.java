package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
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

  @Test
  void a_kernel_that_has_lost_its_kernel_json_is_found() throws IOException {
    SpecFolder kernel = kernel("more/kernels/flowcell");
    Files.writeString(kernel.kernelJson(), "{ half");

    assertThat(findings(Map.of("JUPYTER_PATH", folder + "/more")))
        .anySatisfy(finding -> assertProblem(finding, kernel, "kernel.json is gone"));
  }

  @Test
  void of_two_kernels_of_one_name_the_one_that_jupyter_does_not_use_is_named() throws IOException {
    SpecFolder first = kernel("one/kernels/flowcell");
    SpecFolder second = kernel("two/kernels/flowcell");
    kernel("two/kernels/other");

    assertThat(findings(Map.of("JUPYTER_PATH", folder + "/one:" + folder + "/two")))
        .filteredOn(finding -> finding.sentence().contains("is not used"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Checkup.Level.NOTE);
              assertThat(finding.sentence())
                  .startsWith(
                      "kernel %s is not used: Jupyter finds %s first"
                          .formatted(second.folder(), first.folder()));
            });
  }

  @Test
  void a_kernel_where_jupyter_does_not_look_is_said_by_its_own_program() throws IOException {
    SpecFolder kernel = kernel("my prefix/share/jupyter/kernels/flowcell");

    assertThat(findings(Map.of(), kernel))
        .anySatisfy(finding -> assertProblem(finding, kernel, "its Java /none/java is gone"))
        .contains(
            new Checkup.Finding(
                Checkup.Level.NOTE,
                ("kernel %s is where Jupyter does not look from here: activate the environment it"
                        + " lies in, or put %s into JUPYTER_PATH")
                    .formatted(kernel.folder(), folder.resolve("my prefix/share/jupyter"))))
        .noneMatch(finding -> finding.sentence().contains("no kernel of Flowcell is installed"));
    assertThat(findings(Map.of("JUPYTER_PATH", folder + "/my prefix/share/jupyter"), kernel))
        .noneMatch(finding -> finding.sentence().contains("does not look"));
  }

  private static void assertProblem(Checkup.Finding finding, SpecFolder kernel, String part) {
    assertThat(finding.level()).isEqualTo(Checkup.Level.PROBLEM);
    assertThat(finding.sentence())
        .startsWith("kernel " + kernel.folder() + ": ")
        .contains(part, "run `flowcell install` again");
  }

  /** One whose Java is gone, so that nothing is started. */
  private SpecFolder kernel(String path) throws IOException {
    SpecFolder kernel = new SpecFolder(folder.resolve(path));
    Path jar = kernel.addJar(Files.writeString(folder.resolve("built.jar"), "jar"));
    Launch launch = new Launch(Path.of("/none/java"), jar, Optional.empty());
    kernel.write(launch, new KernelSpec(launch.kernel(), "1"));
    return kernel;
  }

  private List<Checkup.Finding> findings(Map<String, String> more) {
    return findings(more, null);
  }

  private List<Checkup.Finding> findings(Map<String, String> more, @Nullable SpecFolder own) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("FLOWCELL_HOME", folder.toString());
    environment.put("HOME", folder.toString());
    Properties system = new Properties();
    system.putAll(System.getProperties());
    system.setProperty("user.home", folder.toString());
    List<Checkup.Finding> findings = new ArrayList<>();
    new Checkup(environment, system, Duration.ofMinutes(1), Optional.ofNullable(own))
        .run(findings::add);
    return findings;
  }
}
