package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

  @TempDir private Path temp;

  @Test
  void a_shell_passes_every_word_on_as_it_stands() throws IOException, InterruptedException {
    Path java = temp.resolve("Ann's \"java\" $HOME");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    java.toFile().setExecutable(true);
    Path jar = temp.resolve("a b.jar");
    Path launcher = temp.resolve("flowcell");
    Files.writeString(launcher, Launcher.forShell(new Launch(java, jar, Optional.empty())));

    Process process = new ProcessBuilder("sh", launcher.toString(), "runs", "a b", "").start();
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(words).endsWith("-jar\n" + jar + "\nruns\na b\n\n");
  }

  @Test
  void windows_reads_a_per_cent_sign_as_it_stands() {
    Launch launch =
        new Launch(Path.of("C:\\100% Java\\java.exe"), Path.of("a b.jar"), Optional.empty());

    assertThat(Launcher.forWindows(launch))
        .contains("\"C:\\100%% Java\\java.exe\" ")
        .endsWith("\"-jar\" \"a b.jar\" %*\r\n");
  }
}
