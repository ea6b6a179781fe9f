package dev.flowcell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void the_home_is_the_first_that_is_named() {
    assertThat(
            home(
                "Linux",
                Map.of("FLOWCELL_HOME", "/flow", "XDG_DATA_HOME", "/xdg", "HOME", "/home/ada")))
        .isEqualTo(Path.of("/flow"));
    assertThat(home("Linux", Map.of("XDG_DATA_HOME", "/xdg", "HOME", "/home/ada")))
        .isEqualTo(Path.of("/xdg/flowcell"));
    assertThat(home("Linux", Map.of("HOME", "/home/ada")))
        .isEqualTo(Path.of("/home/ada/.local/share/flowcell"));
    assertThat(home("Linux", Map.of())).isEqualTo(Path.of("/users/ada/.local/share/flowcell"));
  }

  @Test
  void results_stay_for_as_many_days_as_are_named_or_for_thirty() {
    assertThat(resultsDays(Map.of("FLOWCELL_RESULTS_DAYS", "7"))).isEqualTo(7);
    assertThat(resultsDays(Map.of())).isEqualTo(30);
    assertThat(resultsDays(Map.of("FLOWCELL_RESULTS_DAYS", "0"))).isEqualTo(30);
    assertThat(resultsDays(Map.of("FLOWCELL_RESULTS_DAYS", "many"))).isEqualTo(30);
  }

  private static long resultsDays(Map<String, String> env) {
    return Settings.from(env, new Properties()).resultsAge().toDays();
  }

  @Test
  void a_relative_data_folder_does_not_count() {
    assertThat(home("Linux", Map.of("XDG_DATA_HOME", "xdg", "HOME", "/home/ada")))
        .isEqualTo(Path.of("/home/ada/.local/share/flowcell"));
  }

  @Test
  void each_platform_has_its_place() {
    assertThat(home("Mac OS X", Map.of("HOME", "/Users/ada")))
        .isEqualTo(Path.of("/Users/ada/Library/Application Support/flowcell"));
    assertThat(home("Windows 11", Map.of("LOCALAPPDATA", "/local")))
        .isEqualTo(Path.of("/local/flowcell"));
    assertThat(home("Windows 11", Map.of()))
        .isEqualTo(Path.of("/users/ada/AppData/Local/flowcell"));
  }

  @Test
  void the_notebook_is_the_one_named_to_us_before_the_one_jupyter_names() {
    assertThat(settings("Linux", Map.of()).notebook()).isEmpty();
    assertThat(settings("Linux", Map.of("JPY_SESSION_NAME", "/w/a.ipynb")).notebook())
        .isEqualTo("/w/a.ipynb");
    assertThat(
            settings("Linux", Map.of("JPY_SESSION_NAME", "a", "FLOWCELL_NOTEBOOK", "b.ipynb"))
                .notebook())
        .isEqualTo("b.ipynb");
  }

  @Test
  void the_database_is_what_the_environment_names() {
    String url = "postgresql://ada@lab/runs";
    assertThat(settings("Linux", Map.of("FLOWCELL_DATABASE_URL", url + " ")).database())
        .isEqualTo(url);
    assertThat(settings("Linux", Map.of()).database()).isEmpty();
  }

  private static Path home(String os, Map<String, String> env) {
    return settings(os, env).home();
  }

  private static Settings settings(String os, Map<String, String> env) {
    Properties system = new Properties();
    system.setProperty("os.name", os);
    system.setProperty("user.home", "/users/ada");
    return Settings.from(env, system);
  }
}
