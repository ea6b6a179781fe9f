package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecFolderTest {

  @TempDir private Path temp;
  private SpecFolder folder;

  @BeforeEach
  void setUp() {
    folder = new SpecFolder(temp.resolve("Jürgens Ordner/kernels/flowcell"));
  }

  @Test
  void writes_what_jupyter_and_the_command_line_need() throws IOException {
    install("jar");

    assertThat(names())
        .contains(
            "kernel.json",
            "logo-32x32.png",
            "logo-64x64.png",
            "logo-svg.svg",
            "flowcell",
            "flowcell.cmd");
    assertThat(folder.launcher()).isExecutable();
  }

  @Test
  void the_command_in_kernel_json_is_a_list_so_that_blanks_in_paths_need_no_quotes()
      throws IOException {
    Path jar = install("jar");

    JsonObject json =
        JsonParser.parseString(Files.readString(folder.kernelJson())).getAsJsonObject();

    List<String> argv =
        json.getAsJsonArray("argv").asList().stream().map(word -> word.getAsString()).toList();
    assertThat(argv.get(0)).isEqualTo("/opt/my java/bin/java");
    assertThat(argv).endsWith("-jar", jar.toString(), "kernel", "{connection_file}");
    assertThat(json.get("display_name").getAsString()).isEqualTo("Java (Flowcell)");
    assertThat(json.get("language").getAsString()).isEqualTo("java");
    assertThat(json.get("interrupt_mode").getAsString()).isEqualTo("message");
  }

  @Test
  void reads_back_what_it_wrote() throws IOException {
    Path jar = install("jar");

    assertThat(folder.spec()).contains(new KernelSpec(launch(jar).kernel(), "1.0"));
  }

  @Test
  void installing_the_same_jar_again_leaves_it_untouched() throws IOException {
    Path jar = install("jar");
    var written = Files.getLastModifiedTime(jar);

    assertThat(install("jar")).isEqualTo(jar);
    assertThat(Files.getLastModifiedTime(jar)).isEqualTo(written);
  }

  @Test
  void a_new_jar_stands_beside_the_one_that_running_kernels_read() throws IOException {
    Path first = install("first");
    Path second = install("second");

    assertThat(first).hasContent("first");
    assertThat(second).hasContent("second");
  }

  @Test
  void jars_and_archives_before_the_former_one_are_cleared() throws IOException {
    Path first = install("first");
    Path archive = folder.archiveOf(first, "17.0.1+2");
    Files.writeString(archive, "classes");
    install("second");
    install("third");

    assertThat(first).doesNotExist();
    assertThat(archive).doesNotExist();
    assertThat(names()).filteredOn(name -> name.endsWith(".jar")).hasSize(2);
  }

  @Test
  void leftovers_of_a_broken_install_do_not_hinder_the_next() throws IOException {
    folder.addJar(jar("jar"));
    Files.writeString(folder.unfinished(), "half a jar");

    assertThat(folder.isTaken()).isFalse();
    install("jar");
    assertThat(names()).noneMatch(name -> name.contains("unfinished"));
  }

  @Test
  void an_install_that_came_to_nothing_leaves_nothing() throws IOException {
    folder.addJar(jar("jar"));

    folder.abandon();

    assertThat(folder.folder()).doesNotExist();
  }

  @Test
  void an_install_that_came_to_nothing_leaves_the_kernel_of_before() throws IOException {
    Path working = install("works");
    Path broken = folder.addJar(jar("broken"));

    folder.abandon();

    assertThat(broken).doesNotExist();
    assertThat(working).exists();
    assertThat(folder.spec()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"argv\": [", "{\"argv\": [\"java\"]}"})
  void a_kernel_that_has_lost_its_kernel_json_is_still_ours(String json) throws IOException {
    install("jar");
    Files.writeString(folder.kernelJson(), json);

    assertThat(folder.isDamaged()).isTrue();
    assertThat(folder.isTaken()).isFalse();
    install("jar");
    assertThat(folder.isDamaged()).isFalse();
  }

  @Test
  void another_programs_kernel_is_taken_for_what_it_is() throws IOException {
    Files.createDirectories(folder.folder());
    Files.writeString(folder.kernelJson(), "{\"argv\": [\"python\"], \"metadata\": {}}");

    Files.writeString(folder.folder().resolve("flowcell-notes.txt"), "not ours");

    assertThat(folder.isTaken()).isTrue();
    assertThat(folder.isDamaged()).isFalse();
    assertThat(folder.spec()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "no json", "{\"argv\": 3}", "{\"metadata\": []}", ""})
  void a_kernel_json_of_any_content_can_be_read(String json) throws IOException {
    Files.createDirectories(folder.folder());
    Files.writeString(folder.kernelJson(), json);

    assertThat(folder.spec()).isEmpty();
  }

  @Test
  void delete_leaves_the_neighbours() throws IOException {
    install("jar");
    Path neighbour = Files.createDirectories(folder.folder().resolveSibling("python3"));

    folder.delete();

    assertThat(folder.folder()).doesNotExist();
    assertThat(neighbour).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"flowcell", "flowcell-17", "my.kernel", "_x"})
  void names_that_jupyter_takes(String name) {
    assertThat(SpecFolder.isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a b", "ü", "A"})
  void names_that_jupyter_does_not_take(String name) {
    assertThat(SpecFolder.isName(name)).isFalse();
  }

  private Path install(String content) throws IOException {
    Path jar = folder.addJar(jar(content));
    folder.write(launch(jar), new KernelSpec(launch(jar).kernel(), "1.0"));
    return jar;
  }

  private Path jar(String content) throws IOException {
    return Files.writeString(temp.resolve("built.jar"), content);
  }

  private static Launch launch(Path jar) {
    return new Launch(Path.of("/opt/my java/bin/java"), jar, Optional.empty());
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder.folder())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
