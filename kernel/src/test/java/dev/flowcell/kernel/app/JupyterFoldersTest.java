package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class JupyterFoldersTest {

  @Test
  void linux_keeps_kernels_below_the_users_share() {
    assertThat(folders("Linux", Map.of("HOME", "/home/ann")).ofUser())
        .isEqualTo(Path.of("/home/ann/.local/share/jupyter/kernels"));
  }

  @Test
  void linux_follows_the_data_folder_of_the_desktop() {
    assertThat(folders("Linux", Map.of("HOME", "/home/ann", "XDG_DATA_HOME", "/data")).ofUser())
        .isEqualTo(Path.of("/data/jupyter/kernels"));
  }

  @Test
  void macos_keeps_kernels_in_the_library() {
    assertThat(folders("Mac OS X", Map.of("HOME", "/Users/ann")).ofUser())
        .isEqualTo(Path.of("/Users/ann/Library/Jupyter/kernels"));
  }

  @Test
  void windows_keeps_kernels_in_the_application_data() {
    assertThat(folders("Windows 11", Map.of("APPDATA", "/c/ann")).ofUser())
        .isEqualTo(Path.of("/c/ann/jupyter/kernels"));
  }

  @Test
  void the_folder_that_jupyter_is_told_wins() {
    Map<String, String> environment =
        Map.of("HOME", "/home/ann", "JUPYTER_DATA_DIR", "/told", "XDG_DATA_HOME", "/data");

    assertThat(folders("Linux", environment).ofUser()).isEqualTo(Path.of("/told/kernels"));
  }

  @Test
  void without_a_home_variable_java_knows_the_home() {
    assertThat(folders("Linux", Map.of()).ofUser())
        .isEqualTo(Path.of("/home/java/.local/share/jupyter/kernels"));
  }

  @Test
  void a_virtual_environment_comes_before_conda() {
    assertThat(
            folders("Linux", Map.of("VIRTUAL_ENV", "/venv", "CONDA_PREFIX", "/conda"))
                .activePrefix())
        .contains(Path.of("/venv"));
    assertThat(folders("Linux", Map.of("CONDA_PREFIX", "/conda")).activePrefix())
        .contains(Path.of("/conda"));
  }

  @Test
  void every_folder_of_kernels_is_known_in_jupyters_order() {
    Map<String, String> environment =
        Map.of("HOME", "/home/ann", "JUPYTER_PATH", "/more", "VIRTUAL_ENV", "/venv");

    assertThat(folders("Linux", environment).all())
        .containsExactly(
            Path.of("/more/kernels"),
            Path.of("/venv/share/jupyter/kernels"),
            Path.of("/home/ann/.local/share/jupyter/kernels"),
            Path.of("/usr/local/share/jupyter/kernels"),
            Path.of("/usr/share/jupyter/kernels"));
  }

  private static JupyterFolders folders(String os, Map<String, String> environment) {
    Properties system = new Properties();
    system.setProperty("os.name", os);
    system.setProperty("user.home", "/home/java");
    return new JupyterFolders(environment, system);
  }
}
