package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code install-kernel.sh} in a checkout of its own, with tools that only say what they must. */
class InstallScriptTest {

  private static final List<String> STANDARD_TOOLS =
      List.of(
          "cat", "chmod", "cmp", "date", "dirname", "find", "grep", "head", "mkdir", "rm", "sed",
          "sleep", "tail", "tr");

  @TempDir private Path temp;
  private Path checkout;
  private Path tools;
  private Path jdk;

  @BeforeEach
  void everything_is_there() throws IOException {
    checkout = Files.createDirectories(temp.resolve("a check out"));
    Files.copy(Path.of("../install-kernel.sh"), checkout.resolve("install-kernel.sh"));
    for (String folder : List.of(".mvn", "magics/src", "kernel/src", "notebooks")) {
      Files.createDirectories(checkout.resolve(folder));
    }
    for (String file : List.of("pom.xml", "magics/pom.xml", "kernel/pom.xml")) {
      Files.createFile(checkout.resolve(file));
    }
    Files.writeString(checkout.resolve("notebooks/requirements.txt"), "jupyterlab==4\n");

    tools = Files.createDirectories(temp.resolve("bin"));
    for (String tool : STANDARD_TOOLS) {
      tool(tool, "exec " + where(tool) + " \"$@\"");
    }
    jdk = Files.createDirectories(temp.resolve("a jdk"));
    Files.createDirectory(jdk.resolve("bin"));
    javaSays("17");
    fake(jdk.resolve("bin/javac"), "");
    tool(
        "mvn",
        """
        if [ "$1" = --version ]; then echo 'Apache Maven 3.8.7'; exit; fi
        echo "built with $*" >>"%s/calls"
        mkdir -p kernel/target; : >kernel/target/flowcell.jar
        """
            .formatted(temp));
    // one program is python and the Python of every .venv it makes
    tool(
        "python3",
        """
        echo "python $*" >>"%1$s/calls"
        if [ "$2" = venv ]; then mkdir -p "$4/bin"; printf '#!/bin/sh\\nexec "%1$s/bin/python3" "$@"\\n' >"$4/bin/python"; chmod +x "$4/bin/python"; fi
        """
            .formatted(temp));
  }

  @Test
  void builds_and_installs_for_the_user() throws Exception {
    Result result = run();

    assertThat(result.exit()).isZero();
    assertThat(result.output())
        .contains("[1/2] Building done in ", "[2/2] Installing", "java says: install");
    assertThat(calls()).containsExactly("built with -q -B -DskipTests package", jar("install"));
  }

  @Test
  void what_is_built_already_is_not_built_again() throws Exception {
    run();
    run();

    assertThat(calls()).filteredOn(call -> call.startsWith("built")).hasSize(1);
  }

  @Test
  void a_changed_source_is_built_again() throws Exception {
    run();
    Path source = Files.createFile(checkout.resolve("kernel/src/New.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    run();

    assertThat(calls()).filteredOn(call -> call.startsWith("built")).hasSize(2);
  }

  @Test
  void options_reach_the_program_as_they_were_written() throws Exception {
    run("--prefix", "/a b/c", "--name=other");

    assertThat(calls()).endsWith(jar("install --prefix /a b/c --name=other"));
  }

  @Test
  void the_demo_makes_an_environment_installs_there_and_runs_the_notebook() throws Exception {
    Result result = run("--demo", "--name", "mine");

    assertThat(result.exit()).isZero();
    assertThat(calls())
        .anyMatch(call -> call.startsWith("python -m venv --clear " + checkout + "/.venv"))
        .anyMatch(call -> call.startsWith("python -m pip install"))
        .contains(jar("install --name mine --prefix " + checkout + "/.venv"))
        .anyMatch(
            call ->
                call.startsWith("python -m jupyter nbconvert")
                    && call.contains("kernel_name=mine")
                    && call.endsWith("notebooks/exam-analysis.ipynb"));
    assertThat(result.output())
        .contains(
            checkout + "/notebooks/exam-analysis.html",
            checkout + "/notebooks/scores_boxplot.png",
            "a\\ check\\ out/.venv/bin/jupyter lab");
  }

  @Test
  void a_finished_environment_is_used_again_and_a_broken_off_one_is_finished() throws Exception {
    run("--demo");
    run("--demo");
    assertThat(calls()).filteredOn(call -> call.contains("pip install")).hasSize(1);

    Files.delete(checkout.resolve(".venv/flowcell-requirements.txt"));
    run("--demo");
    assertThat(calls()).filteredOn(call -> call.contains("pip install")).hasSize(2);
  }

  @Test
  void an_environment_without_a_python_is_made_anew() throws Exception {
    Files.createDirectories(checkout.resolve(".venv/bin"));

    assertThat(run("--demo").exit()).isZero();
    assertThat(calls()).anyMatch(call -> call.startsWith("python -m venv --clear"));
  }

  @Test
  void called_by_another_shell_it_runs_with_bash() throws Exception {
    tool("bash", "exec " + where("bash") + " \"$@\"");

    Result result = runBy("/bin/sh", Map.of(), "--name", "a b");

    assertThat(calls()).endsWith(jar("install --name a b"));
    assertThat(result.exit()).isZero();
  }

  @Test
  void a_missing_java_is_said_with_the_lines_that_install_one() throws Exception {
    Files.delete(tools.resolve("java"));

    assertThat(failure())
        .isEqualTo(
            "Java is missing: install a JDK 17 or newer (Debian: sudo apt install default-jdk;"
                + " macOS: brew install --cask temurin;"
                + " Windows: winget install EclipseAdoptium.Temurin.21.JDK).");
  }

  @Test
  void an_old_java_is_said() throws Exception {
    javaSays("1.8");

    assertThat(failure()).startsWith("Java 1.8 in " + jdk + " is too old: install a JDK 17");
  }

  @Test
  void a_java_without_compiler_is_said() throws Exception {
    Files.delete(jdk.resolve("bin/javac"));

    assertThat(failure()).startsWith("Java 17 in " + jdk + " has no compiler, it is a JRE: ");
  }

  @Test
  void the_java_of_JAVA_HOME_comes_before_the_one_on_the_path() throws Exception {
    Path other = temp.resolve("other jdk");
    fake(
        Files.createDirectories(other.resolve("bin")).resolve("java"),
        "echo '    java.specification.version = 11' >&2");

    assertThat(run(Map.of("JAVA_HOME", other.toString())).output()).contains("Java 11 in ");
  }

  @Test
  void a_JAVA_HOME_without_java_is_said() throws Exception {
    Result result = run(Map.of("JAVA_HOME", "/nowhere"));

    assertThat(result.output()).startsWith("JAVA_HOME is /nowhere, and no Java is there: ");
    assertThat(result.exit()).isEqualTo(1);
  }

  @Test
  void a_missing_maven_is_said() throws Exception {
    Files.delete(tools.resolve("mvn"));

    assertThat(failure()).startsWith("Maven is missing: install 3.8 or newer (Debian: sudo apt");
  }

  @Test
  void an_old_maven_is_said() throws Exception {
    tool("mvn", "echo 'Apache Maven 3.6.3'");

    assertThat(failure()).startsWith("Maven 3.6 is too old: install 3.8 or newer (Debian: ");
  }

  @Test
  void a_missing_python_is_said_for_the_demo_only() throws Exception {
    Files.delete(tools.resolve("python3"));

    assertThat(failure("--demo")).startsWith("Python is missing: install Python 3.9 or newer (");
    assertThat(run().exit()).isZero();
  }

  @Test
  void an_old_python_is_said() throws Exception {
    tool("python3", "if [ \"$1\" = --version ]; then echo Python 3.6.9; else exit 1; fi");

    assertThat(failure("--demo")).startsWith("Python 3.6.9 is too old: install Python 3.9 or");
  }

  @Test
  void a_python_that_makes_no_environments_is_said() throws Exception {
    tool("python3", "case $* in *ensurepip*) exit 1;; --version) echo Python 3.11.2;; esac");

    assertThat(failure("--demo"))
        .startsWith("Python 3.11.2 cannot make virtual environments: ")
        .contains("sudo apt install python3-venv");
  }

  @Test
  void every_missing_tool_is_said_at_once() throws Exception {
    Files.delete(tools.resolve("java"));
    Files.delete(tools.resolve("mvn"));

    assertThat(run().output().lines()).hasSize(2);
  }

  @Test
  void maven_without_a_network_is_said() throws Exception {
    mavenFailsWith("Could not transfer artifact org.ow2.asm:asm:pom:9.10.1 from/to central");

    assertThat(failure())
        .contains("Maven could not download what it needs: see that the network is there");
  }

  @Test
  void pip_without_a_network_is_said() throws Exception {
    Path python = tools.resolve("python3");
    Files.writeString(
        python,
        Files.readString(python)
            + "case $* in *'pip install'*) echo 'NewConnectionError: no'; exit 1;; esac\n");

    assertThat(failure("--demo"))
        .contains("pip could not download what it needs: see that the network is there");
  }

  @Test
  void a_build_that_fails_otherwise_shows_its_last_lines() throws Exception {
    mavenFailsWith("cannot find symbol");

    assertThat(failure())
        .contains("cannot find symbol", "This step failed; all it said: " + checkout);
  }

  @Test
  void a_word_that_is_no_option_is_named() throws Exception {
    Result result = run("--demmo");

    assertThat(result.output()).isEqualTo("'--demmo' is not an option; see --help.\n");
    assertThat(result.exit()).isEqualTo(2);
  }

  @Test
  void the_demo_takes_no_other_place() throws Exception {
    assertThat(run("--demo", "--sys-prefix").exit()).isEqualTo(2);
  }

  @Test
  void uninstalling_needs_no_build_when_there_is_one() throws Exception {
    run();
    Result result = run("--uninstall");

    assertThat(result.output()).isEqualTo("java says: install --uninstall\n");
  }

  private void javaSays(String version) throws IOException {
    tool(
        "java",
        """
        if [ "$1" != -jar ]; then
          echo '    java.home = %2$s' >&2
          echo '    java.specification.version = %3$s' >&2
          exit
        fi
        jar=$2; shift 2
        echo "run $jar: $*" >>"%1$s/calls"
        echo "java says: $*"
        """
            .formatted(temp, jdk, version));
  }

  private void mavenFailsWith(String line) throws IOException {
    tool(
        "mvn",
        "if [ \"$1\" = --version ]; then echo 'Apache Maven 3.9.1'; exit; fi\necho '%s'\nexit 1"
            .formatted(line));
  }

  private void tool(String name, String script) throws IOException {
    fake(tools.resolve(name), script);
  }

  private static void fake(Path program, String script) throws IOException {
    Files.writeString(program, "#!/bin/sh\n" + script);
    program.toFile().setExecutable(true);
  }

  private static Path where(String tool) {
    return List.of("/bin", "/usr/bin").stream()
        .map(folder -> Path.of(folder, tool))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }

  private String jar(String arguments) {
    return "run " + checkout + "/kernel/target/flowcell.jar: " + arguments;
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(temp.resolve("calls"));
  }

  private String failure(String... options) throws Exception {
    Result result = run(options);
    assertThat(result.exit()).isEqualTo(1);
    return result.output().strip();
  }

  private Result run(String... options) throws Exception {
    return run(Map.of(), options);
  }

  private Result run(Map<String, String> environment, String... options) throws Exception {
    return runBy("/bin/bash", environment, options);
  }

  private Result runBy(String shell, Map<String, String> environment, String... options)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(shell);
    command.add(checkout.resolve("install-kernel.sh").toString());
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(temp.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), output);
  }

  private record Result(int exit, String output) {}
}
