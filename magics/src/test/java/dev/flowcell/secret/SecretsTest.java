package dev.flowcell.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

  @TempDir private Path home;

  private final Map<String, String> environment = new HashMap<>();

  @Test
  void the_environment_counts_before_the_file() throws IOException {
    ownFile("DB_PASSWORD=from-the-file\nTOKEN = of the file\n");
    environment.put("DB_PASSWORD", "from-the-environment");

    assertThat(secrets().value("DB_PASSWORD")).isEqualTo("from-the-environment");
    assertThat(secrets().value("TOKEN")).isEqualTo("of the file");
  }

  @Test
  void a_folder_has_a_file_for_each() throws IOException {
    Path folder = Files.createDirectory(home.resolve("mounted"));
    Files.writeString(folder.resolve("TOKEN"), "of the folder\n");
    environment.put(Secrets.FILE_VARIABLE, folder.toString());

    assertThat(secrets().value("TOKEN")).isEqualTo("of the folder");
  }

  @Test
  void a_keystore_has_what_keytool_put_there() throws Exception {
    Path keystore = home.resolve("secrets.p12");
    keytool(keystore, "DB_PASSWORD", "from the keystore");
    environment.put(Secrets.KEYSTORE_VARIABLE, keystore.toString());
    environment.put(Secrets.KEYSTORE_PASSWORD_VARIABLE, "open sesame");
    Secrets secrets = secrets();

    assertThat(secrets.value("DB_PASSWORD")).isEqualTo("from the keystore");
    assertThat(secrets.redaction().redact("open sesame, from the keystore")).isEqualTo("***, ***");
    assertThatThrownBy(() -> secrets.value("OTHER"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("in the keystore " + keystore);

    environment.put(Secrets.KEYSTORE_PASSWORD_VARIABLE, "open barley");
    assertThatThrownBy(() -> secrets().value("DB_PASSWORD"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("secrets.p12 can't be read");
  }

  @Test
  void a_secret_that_is_nowhere_says_where_it_could_be() {
    assertThatThrownBy(() -> secrets().value("DB_PASSWORD"))
        .isInstanceOf(SecretException.class)
        .hasMessage(
            "there is no secret DB_PASSWORD; set it as a variable of the environment, or in "
                + home.resolve("secrets.properties"));
  }

  @Test
  void a_short_one_is_refused_without_showing_it() {
    environment.put("PIN", "12345");

    assertThatThrownBy(() -> secrets().value("PIN"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("the secret PIN has fewer than 6 characters")
        .hasMessageNotContaining("12345");
  }

  @Test
  void a_file_that_others_can_read_is_refused() throws IOException {
    Path file = ownFile("TOKEN=something long\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> secrets().value("TOKEN"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void no_name_leads_out_of_the_folder() throws IOException {
    Path folder = Files.createDirectory(home.resolve("mounted"));
    Files.writeString(home.resolve("passwd"), "not for you");
    environment.put(Secrets.FILE_VARIABLE, folder.toString());

    for (String name : List.of("../passwd", "..", "", "a/b", "a\\b")) {
      assertThatThrownBy(() -> secrets().value(name)).isInstanceOf(SecretException.class);
    }
  }

  @Test
  void the_password_of_the_database_counts() {
    environment.put("FLOWCELL_DATABASE_URL", "postgresql://ada:love%2Flace@host/db");
    assertThat(secrets().redaction().redact("love/lace love%2Flace ada")).isEqualTo("*** *** ada");

    environment.put("FLOWCELL_DATABASE_URL", "jdbc:postgresql://host/db?user=a&password=lovelace");
    assertThat(secrets().redaction().redact("lovelace")).isEqualTo("***");
  }

  private Secrets secrets() {
    return Secrets.from(environment, home);
  }

  private Path ownFile(String text) throws IOException {
    Path file = Files.writeString(home.resolve("secrets.properties"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static void keytool(Path keystore, String name, String secret) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-importpass",
                "-alias",
                name,
                "-storetype",
                "PKCS12",
                "-keystore",
                keystore.toString(),
                "-storepass",
                "open sesame")
            .redirectErrorStream(true)
            .start();
    try (var in = process.outputWriter()) {
      in.write(secret + "\n" + secret + "\n");
    }
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }
}
