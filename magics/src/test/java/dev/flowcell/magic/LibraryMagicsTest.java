package dev.flowcell.magic;

import static dev.flowcell.testing.MavenRepository.dependency;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.Session;
import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.library.Libraries;
import dev.flowcell.store.InMemoryRunStore;
import dev.flowcell.testing.MavenRepository;
import dev.flowcell.testing.RecordingOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries, files and scripts, as notebooks written for other Java kernels ask for them. */
class LibraryMagicsTest {

  @TempDir private Path home;
  @TempDir private Path folder;
  private final JShellCells java = new JShellCells();
  private final InMemoryRunStore store = new InMemoryRunStore();
  private final RecordingOutput output = new RecordingOutput();
  private final CurrentCell cell = new CurrentCell(output);
  private final Session session = Session.open(cell, java, store, Clock.systemUTC());
  private MavenRepository repository;
  private CellRunner runner;

  @BeforeEach
  void open() throws IOException {
    repository = new MavenRepository(folder);
    repository.writeSettings(home, "");
    repository.add("leaf", "1.0", "");
    repository.add("twig", "1.0", dependency("leaf", "1.0", ""));
    runner =
        new CellRunner(
            new MagicContext(
                session.engine(),
                session.definitions(),
                store,
                java,
                cell,
                session.renderers(),
                new Libraries(home),
                Clock.systemUTC(),
                "1"));
    session.runCellsBy(runner::runWithin);
  }

  @AfterEach
  void close() {
    session.close();
    java.close();
    store.close();
  }

  // Libraries

  @Test
  void a_library_and_what_it_needs_are_told_in_one_line_with_the_details_folded() {
    MimeBundle shown = bundle("%maven org.example:twig:1.0");

    assertThat(shown.text()).isEqualTo("2 libraries added: twig 1.0, leaf 1.0");
    assertThat(String.valueOf(shown.data().get(MimeBundle.HTML)))
        .startsWith("<details><summary>2 libraries added")
        .contains("org.example:leaf:1.0");
  }

  @Test
  void what_stays_in_another_version_is_told() throws IOException {
    bundle("%maven org.example:leaf:1.0");
    repository.add("leaf", "2.0", "");

    assertThat(bundle("%maven org.example:leaf:2.0").text())
        .contains("leaf 2.0 is not added: 1.0 of it was added before and stays");
  }

  @Test
  void a_library_that_is_nowhere_fails_the_cell() {
    assertThat(failed("%maven org.example:none:1.0").message())
        .startsWith("org.example:none:1.0 was not found in mirror");
  }

  @Test
  void pieces_of_a_pom_name_libraries_and_repositories(@TempDir Path other) throws IOException {
    MavenRepository more = new MavenRepository(other);
    more.add("fruit", "2.0", "");
    String pieces =
        "<repository><id>more</id><url>%s</url></repository>\n".formatted(more.url())
            + dependency("fruit", "2.0", "")
            + "<dependencies>"
            + dependency("leaf", "1.0", "")
            + "</dependencies>";

    assertThat(bundle("// comment\n%%loadFromPOM\n" + pieces).text())
        .isEqualTo("2 libraries added: fruit 2.0, leaf 1.0");
  }

  @Test
  void a_pom_file_names_libraries() throws IOException {
    Path pom = home.resolve("pom.xml");
    Files.writeString(
        pom,
        "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId>"
            + "<version>1</version><dependencies>%s</dependencies></project>"
                .formatted(dependency("twig", "1.0", "")));

    assertThat(bundle("%loadFromPOM " + pom).text()).startsWith("2 libraries added");
  }

  @Test
  void a_notebook_of_rapaios_kernel_adds_and_resolves() {
    assertThat(run("%dependency /add org.example:leaf:1.0\n%dependency /resolve"))
        .isInstanceOf(CellResult.Done.class);
    assertThat(output.displayed()).containsExactly("1 library added: leaf 1.0");
  }

  @Test
  void jars_are_named_by_patterns_and_folders() {
    Path jars = folder.resolve("org/example");

    assertThat(bundle("%jars " + jars + "/*/1.0/*.jar").text())
        .isEqualTo("Added to the class path: leaf-1.0.jar, twig-1.0.jar");
    assertThat(bundle("%jars " + jars + "/leaf/1.0").text()).endsWith(": leaf-1.0.jar");
    assertThat(bundle("%classpath " + jars + "/**.jar").text()).contains("twig-1.0.jar");
    assertThat(failed("%jars " + jars + "/nothing*.jar").message()).contains("no file fits");
    assertThat(failed("%classpath nothing").message()).contains("there is no file 'nothing'");
  }

  @Test
  void a_notebook_of_beakerx_adds_to_the_class_path() {
    Path jars = folder.resolve("org/example");

    assertThat(bundle("%classpath add mvn org.example leaf 1.0").text())
        .isEqualTo("1 library added: leaf 1.0");
    assertThat(bundle("%%classpath add mvn\norg.example twig 1.0\norg.example:leaf:1.0").text())
        .isEqualTo("1 library added: twig 1.0");
    assertThat(bundle("%classpath add jar " + jars + "/leaf/1.0/*.jar").text())
        .isEqualTo("Added to the class path: leaf-1.0.jar");
    assertThat(failed("%classpath add dynamic x()").message()).contains("%classpath add jar PATH");
  }

  // Files

  @Test
  void a_file_of_java_is_loaded_without_its_package_and_the_commands_of_jshell()
      throws IOException {
    Path file = home.resolve("helper.jshell");
    Files.writeString(
        file, "package a.b;\n/set feedback quiet\nint twice(int x) { return 2 * x; }");

    assertThat(run("%load " + home.resolve("helper"))).isInstanceOf(CellResult.Done.class);

    assertThat(bundle("twice(4)").text()).isEqualTo("8");
  }

  @Test
  void a_notebook_is_loaded_with_its_magics_and_an_error_names_its_cell() throws IOException {
    Files.writeString(
        home.resolve("other.ipynb"),
        """
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
          {"cell_type": "code", "metadata": {}, "outputs": [], "source": "%task\\nint one() { return 1; }"},
          {"cell_type": "markdown", "metadata": {}, "source": "text"},
          {"cell_type": "code", "metadata": {}, "outputs": [], "source": "int x = nothing;"}]}
        """);

    assertThat(failed("%load " + home.resolve("other")).traceback())
        .startsWith("in other.ipynb, code cell 2:");
    assertThat(session.definitions().tasks()).hasSize(1);
  }

  @Test
  void a_file_that_loads_itself_is_refused() throws IOException {
    Path file = home.resolve("self.jshell");
    Files.writeString(file, "%load " + file);

    assertThat(failed("%load " + file).message()).contains("loads itself");
  }

  @Test
  void the_cell_is_written_to_a_file_whatever_stands_in_it() throws IOException {
    Path file = home.resolve("text.txt");

    bundle("%%writefile " + file + "\n%task \"unclosed {\n");
    bundle("%%writefile -a " + file + "\nmore");

    assertThat(file).hasContent("%task \"unclosed {\nmore\n");
  }

  // Forms

  @Test
  void a_value_is_shown_in_the_form_that_is_asked_for() {
    run("display(\"md\", \"**a**\"); display(\"<b>b</b>\", \"text/html\");");
    run("updateDisplay(display(\"latex\", \"c\"), \"html\", \"<i>d</i>\");");

    assertThat(output.types())
        .containsExactly(
            "text/markdown, text/plain",
            "text/html, text/plain",
            "text/latex, text/plain",
            "text/html, text/plain");
  }

  // Scripts

  @Test
  void a_script_prints_and_its_exit_code_counts() {
    CellError error = failed("// a comment\n%%sh\necho out\necho err >&2\nexit 3");

    assertThat(error.message()).isEqualTo("the script of sh ended with exit code 3");
    assertThat(output.printed(CellOutput.Stream.STDOUT)).isEqualTo("out\n");
    assertThat(output.printed(CellOutput.Stream.STDERR)).isEqualTo("err\n");
    assertThat(run("%%sh\ntrue")).isInstanceOf(CellResult.Done.class);
  }

  @Test
  void a_script_has_no_input_to_wait_for() {
    assertThat(run("%%sh\ncat; echo done")).isInstanceOf(CellResult.Done.class);
    assertThat(output.printed(CellOutput.Stream.STDOUT)).isEqualTo("done\n");
  }

  @Test
  void a_magic_over_a_cell_says_so_where_it_stands_on_a_line() {
    assertThat(failed("%writefile a.txt").message())
        .isEqualTo("%writefile stands over a whole cell: write %%writefile as its first line");
  }

  @Test
  void a_script_of_one_line_stands_on_the_line_as_it_is() {
    assertThat(run("int a = 1;\n%sh echo \"a -x --y=z\" | cat; echo ${HOME:+there}"))
        .isInstanceOf(CellResult.Done.class);

    assertThat(output.printed(CellOutput.Stream.STDOUT)).isEqualTo("a -x --y=z\nthere\n");
  }

  @Test
  void a_variable_of_the_environment_is_set_for_scripts() {
    run("%env GREETING=hello there");
    run("%env NAME 'the \"world\"'");

    run("%%sh\necho $GREETING $NAME");

    assertThat(output.printed(CellOutput.Stream.STDOUT)).isEqualTo("hello the \"world\"\n");
    assertThat(bundle("%env GREETING").text()).isEqualTo("hello");
  }

  // Java and magics

  @Test
  void the_value_of_a_magic_is_assigned() {
    String jars = folder.resolve("org/example/leaf/1.0").toString();

    run("List<String> added = %jars \"" + jars + "\"; // comment\nint size = added.size();");
    run(
        "int again = 0;\nvoid f() {\n  List<String> more = %maven org.example:twig:1.0\n"
            + "  again = more.size();\n}\nf();");

    assertThat(bundle("size + added.get(0)").text()).contains("1" + jars + "/leaf-1.0.jar");
    assertThat(bundle("again").text()).isEqualTo("2");
    assertThat(bundle("String home = %env HOME\nhome").text()).contains(System.getenv("HOME"));
  }

  @Test
  void a_magic_that_fails_where_its_value_is_asked_fails_the_cell() {
    assertThat(failed("var added = %jars nothing").message())
        .contains("there is no file 'nothing'");
    assertThat(failed("var added = %yars nothing").message()).contains("did you mean %jars");
  }

  @Test
  void pieces_of_java_stand_in_a_magic_line() {
    run("String version = \"1.0\", leaf = \"leaf\"; int more = 2;");

    assertThat(bundle("%maven org.example:\\{leaf}:${version}").text())
        .isEqualTo("1 library added: leaf 1.0");
    run(
        "%task --retries 1\nint inc(int x) { return x + 1; }\n%flow\nint f(int x) { return inc(x); }");
    assertThat(bundle("%flow run f x=\\{more}").text()).contains("3");
    assertThat(failed("%maven org.example:\\{none}:1").message()).contains("none");
    assertThat(failed("%maven \\\\{leaf}").message()).startsWith("'\\{leaf}' names no library");
  }

  @Test
  void what_cells_have_declared_is_listed() {
    run(
        "record Point(int x) {}\nPoint p = new Point(3);\n%task\nint twice(int x) { return 2 * x; }");

    assertThat(bundle("%jshell /vars").text()).startsWith("Point p = Point[x=3]");
    assertThat(bundle("%jshell /types").text()).isEqualTo("record Point");
    assertThat(bundle("%jshell /methods").text()).isEqualTo("int twice(int x)");
    assertThat(bundle("%jshell /list").text())
        .contains(" : Point p = new Point(3);", " : int twice(int x) { return 2 * x; }")
        .doesNotContain("dev.flowcell");
    assertThat(failed("%jshell /list 77").message()).contains("'77' is no number of 1 to");
    assertThat(failed("%jshell /nothing").message()).contains("/nothing");
  }

  private CellResult run(String text) {
    CellSource source = new CellSource("", 1, text);
    cell.begin(source, output, CellInput.NONE);
    return runner.run(source);
  }

  private MimeBundle bundle(String text) {
    CellResult result = run(text);
    assertThat(result).as(text).isInstanceOf(CellResult.Value.class);
    return ((CellResult.Value) result).bundle();
  }

  private CellError failed(String text) {
    CellResult result = run(text);
    assertThat(result).as(text).isInstanceOf(CellResult.Failed.class);
    return ((CellResult.Failed) result).error();
  }
}
