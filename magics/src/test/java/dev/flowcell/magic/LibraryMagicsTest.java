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
import java.nio.charset.StandardCharsets;
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
  void coordinates_may_stand_as_a_list_and_end_as_a_statement() {
    assertThat(bundle("%maven org.example:leaf:1.0, org.example:twig:1.0; // both").text())
        .isEqualTo("2 libraries added: leaf 1.0, twig 1.0");
  }

  @Test
  void what_names_no_jar_is_not_said_to_be_there_already() {
    String tests = dependency("leaf", "1.0", "<scope>test</scope>");

    assertThat(bundle("%%pom\n" + tests).text())
        .isEqualTo("No library added: what was asked for names no jar.");
    assertThat(bundle("%%pom test\n" + tests).text()).isEqualTo("1 library added: leaf 1.0");
    assertThat(bundle("%%pom test\n" + tests).text())
        .isEqualTo("No library added: all are there already.");
  }

  @Test
  void a_misspelt_piece_of_a_pom_is_not_swallowed() {
    assertThat(failed("%%pom\n<dependeny><groupId>g</groupId></dependeny>").message())
        .isEqualTo("a POM has no <dependeny>, did you mean <dependency>?");
    assertThat(failed("%%pom\n" + dependency("leaf", "", "")).message())
        .startsWith("pom.xml can't be used: 'dependencies.dependency.version' for org.example:leaf")
        .endsWith("is missing.");
  }

  @Test
  void a_password_in_an_address_is_not_shown() {
    run("%dependency /add-repo mine http://ann:secret@127.0.0.1:1/");

    assertThat(bundle("%dependency /list-repos").text())
        .contains("mine", "http://127.0.0.1:1/")
        .doesNotContain("secret");
    assertThat(
            failed("%maven --repo http://ann:secret@127.0.0.1:1/more org.example:none:1")
                .traceback())
        .noneMatch(line -> line.contains("secret"));
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

    Files.writeString(
        home.resolve("magics.ipynb"),
        """
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
          {"cell_type": "code", "metadata": {}, "outputs": [], "source": "// first\\n%maven nothing"}]}
        """);

    assertThat(failed("%load " + home.resolve("other")).traceback())
        .startsWith("in other.ipynb, code cell 2:");
    assertThat(failed("%load " + home.resolve("magics")).traceback())
        .containsSubsequence("in magics.ipynb, code cell 1:", "magics.ipynb, code cell 1, line 2:");
    assertThat(session.definitions().tasks()).hasSize(1);
  }

  @Test
  void a_file_that_loads_itself_is_refused_with_the_way_it_took() throws IOException {
    Files.writeString(home.resolve("one.jshell"), "%load two");
    Files.writeString(home.resolve("two.jshell"), "%load one");

    assertThat(failed("%load " + home.resolve("one")).traceback())
        .containsExactly(
            "in one.jshell:",
            "in two.jshell:",
            "LoadError: one.jshell loads itself: one.jshell loads two.jshell, which loads one.jshell");
    assertThat(failed("%load " + home.resolve("one")).message()).startsWith("one.jshell loads");
  }

  @Test
  void a_loaded_file_finds_others_beside_it() throws IOException {
    Path deep = Files.createDirectories(home.resolve("sub/deep"));
    Files.writeString(home.resolve("sub/inner.java"), "int inner = 7;");
    Files.writeString(deep.resolve("outer.java"), "%load ../inner\nint outer = inner + 1;");

    assertThat(run("%load " + deep.resolve("outer"))).isInstanceOf(CellResult.Done.class);

    assertThat(bundle("outer").text()).isEqualTo("8");
  }

  @Test
  void a_file_is_read_as_editors_on_windows_write_it() throws IOException {
    Files.writeString(home.resolve("bom.java"), "\ufeffint bom =\r\n  5;\r\n");
    Files.write(home.resolve("latin.java"), new byte[] {'/', '/', (byte) 0xe4, '\n'});

    assertThat(run("%load " + home.resolve("bom"))).isInstanceOf(CellResult.Done.class);
    assertThat(bundle("bom").text()).isEqualTo("5");
    assertThat(failed("%load " + home.resolve("latin")).message())
        .endsWith("can't be read: it is no text in UTF-8");
  }

  @Test
  void a_notebook_that_cannot_be_read_is_told_with_its_line() throws IOException {
    Files.writeString(home.resolve("broken.ipynb"), "{\n\"cells\": [");

    assertThat(failed("%load " + home.resolve("broken")).message())
        .contains("line: 2")
        .doesNotContain("REDACTED");
  }

  @Test
  void a_file_that_cannot_be_written_is_told_with_its_folder() {
    Path file = home.resolve("none/text.txt");

    assertThat(failed("%%writefile " + file + "\nx").message())
        .isEqualTo(
            "'%s' can't be written: there is no folder %s".formatted(file, file.getParent()));
    assertThat(failed("%%writefile " + home + "\nx").message()).endsWith("it is a folder");
  }

  @Test
  void a_cell_with_the_line_ends_of_windows_is_text_with_ours() {
    Path file = home.resolve("text.txt");

    bundle("%%writefile " + file + "\r\na\r\nb");
    run("%%sh\r\nif true; then\r\n  echo done\r\nfi");

    assertThat(file).usingCharset(StandardCharsets.UTF_8).hasContent("a\nb\n");
    assertThat(output.printed(CellOutput.Stream.STDOUT)).isEqualTo("done\n");
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
    assertThat(run("%env GREETING=hello there NAME='the \"world\"'"))
        .isInstanceOf(CellResult.Done.class);
    assertThat(run("%env OPTIONS a b=c")).isInstanceOf(CellResult.Done.class);

    run("%%sh\necho $GREETING $NAME $OPTIONS");

    assertThat(output.printed(CellOutput.Stream.STDOUT))
        .isEqualTo("hello there the \"world\" a b=c\n");
    assertThat(bundle("%env GREETING;").text()).isEqualTo("hello there");
    assertThat(failed("%env GREETINGS").message()).endsWith("did you mean GREETING?");
  }

  @Test
  void what_stands_in_the_wrong_place_of_a_time_magic_is_not_swallowed() {
    assertThat(failed("%%time 1 + 1").message())
        .isEqualTo("the cell stands below %%time, not behind it");
    assertThat(failed("%time").message()).isEqualTo("there is no Java behind %time");
    assertThat(bundle("%%time // all of it\n1 + 1").text()).isEqualTo("2");
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
    assertThat(failed("%jshell /typs").message()).endsWith("did you mean /types?");
    run("String home = %env \"HOME\"");
    assertThat(bundle("%jshell /list").text()).contains("String home = %env \"HOME\"");
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
