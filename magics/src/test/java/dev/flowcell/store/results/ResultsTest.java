package dev.flowcell.store.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowcell.run.StoredValue;
import dev.flowcell.secret.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

  private static final long LIMIT = 100_000;
  private static final ValueCodec CODEC = new ValueCodec(name -> Optional.empty());

  @TempDir Path home;

  private Results results() {
    return new Results(
        new ResultFolder(folder(), LIMIT, Results.MAX_AGE, Runnable::run), CODEC, new Redaction());
  }

  private Path folder() {
    return home.resolve("below/results");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private Path file(StoredValue value) {
    return folder().resolve(value.digest().substring(0, 2)).resolve(value.digest());
  }

  private static byte[] large(int content) {
    byte[] bytes = new byte[20_000];
    bytes[0] = (byte) content;
    return bytes;
  }

  private static String missing(Results results, StoredValue value) {
    try {
      return "read as " + results.load(value);
    } catch (MissingResultException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void a_small_value_needs_no_file() throws Exception {
    StoredValue kept = results().keep(List.of("a", 1));

    assertThat(results().load(kept)).isEqualTo(List.of("a", 1));
    assertThat(kept.inline()).hasSize((int) kept.size());
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void a_large_value_is_in_a_file_of_its_digest() throws Exception {
    StoredValue kept = results().keep(large(1));

    assertThat(results().load(kept)).isEqualTo(large(1));
    assertThat(kept.inline()).isNull();
    assertThat(files()).containsExactly(file(kept));
    assertThat(file(kept)).hasSize(kept.size());
  }

  @Test
  void only_the_owner_can_read_it() throws Exception {
    Path file = file(results().keep(large(1)));

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    for (Path at : List.of(home.resolve("below"), folder(), file.resolveSibling("."))) {
      assertThat(Files.getPosixFilePermissions(at))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void a_value_is_kept_as_it_was_then() throws Exception {
    byte[] value = large(1);
    StoredValue kept = results().keep(value);
    value[0] = 2;

    assertThat(results().load(kept)).isEqualTo(large(1));
  }

  @Test
  void a_digest_is_that_of_the_kept_value() throws Exception {
    Results results = results();

    assertThat(results.digest("a")).isEqualTo(results.keep("a").digest());
    assertThat(results.digest(large(1))).isEqualTo(results.keep(large(1)).digest());
    assertThat(results.digest(1)).isNotEqualTo(results.digest(1L));
  }

  /** What is stored today has to be found by what comes after. */
  @Test
  void digests_are_the_same_in_every_session_and_on_every_java() throws Exception {
    Results results = results();
    Map<String, String> digests = new TreeMap<>();
    for (Map.Entry<String, Object> sample : SampleValues.all().entrySet()) {
      digests.put(sample.getKey(), results.digest(sample.getValue()));
    }

    assertThat(results.digest(digests))
        .as("digest of %s", digests)
        .isEqualTo("9bfcaa34ad7be519b19201b1b99347f5ddc8c9730208a7298f382b8e616cb0f8");
  }

  @Test
  void an_interrupted_thread_keeps_and_loads() throws Exception {
    Thread.currentThread().interrupt();
    try {
      StoredValue kept = results().keep(large(1));
      assertThat(results().load(kept)).isEqualTo(large(1));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void the_oldest_used_files_make_room() throws Exception {
    Results results = results();
    List<StoredValue> kept = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      kept.add(results.keep(large(i)));
      Files.setLastModifiedTime(file(kept.get(i)), used(Duration.ofMinutes(60 - i)));
    }
    results.keep(large(1)); // used again
    results.load(kept.get(0));

    results.keep(large(4));
    StoredValue last = results.keep(large(5));

    assertThat(missing(results, kept.get(2)))
        .isEqualTo("its file is gone, perhaps to make room for others");
    assertThat(results.load(kept.get(0))).isEqualTo(large(0));
    assertThat(results.load(kept.get(1))).isEqualTo(large(1));
    assertThat(results.load(last)).isEqualTo(large(5));
    assertThat(files().stream().mapToLong(file -> file.toFile().length()).sum())
        .isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void what_nobody_has_used_for_too_long_goes() throws Exception {
    StoredValue old = results().keep(large(1));
    StoredValue young = results().keep(large(2));
    Files.setLastModifiedTime(file(old), used(Results.MAX_AGE.plusHours(1)));
    Files.setLastModifiedTime(file(young), used(Results.MAX_AGE.minusHours(1)));

    StoredValue last = results().keep(large(3));

    assertThat(files()).containsExactlyInAnyOrder(file(young), file(last));
  }

  @Test
  void what_is_kept_under_a_key_is_found_by_another_session_and_forgotten_on_request()
      throws Exception {
    KeyedResult one = keyed("clean", large(1));
    results().put("a".repeat(64), keyed("clean", 7));
    results().put("a".repeat(64), one);
    results().put("b".repeat(64), keyed("load", List.of(1)));

    assertThat(results().find("a".repeat(64))).contains(one);
    assertThat(results().find("c".repeat(64))).isEmpty();
    assertThat(results().forget(each -> each.task().equals("clean"))).containsExactly(one);
    assertThat(results().find("a".repeat(64))).isEmpty();
    assertThat(results().find("b".repeat(64))).isPresent();
  }

  private KeyedResult keyed(String task, Object value) throws NotStorableException {
    return new KeyedResult(
        task, "result of " + task, "code", Instant.ofEpochSecond(5), results().keep(value));
  }

  private static FileTime used(Duration ago) {
    return FileTime.from(Instant.now().minus(ago));
  }

  @Test
  void counts_what_other_processes_wrote() throws Exception {
    results().keep(large(1));
    for (int i = 2; i <= 5; i++) {
      results().keep(large(i));
    }

    assertThat(files()).hasSizeLessThanOrEqualTo(5);
    assertThat(files().stream().mapToLong(file -> file.toFile().length()).sum())
        .isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void what_a_killed_process_left_behind_goes() throws Exception {
    results().keep(large(1));
    Path torn = Files.createFile(folder().resolve("torn.tmp"));
    Path fresh = Files.createFile(folder().resolve("fresh.tmp"));
    Files.setLastModifiedTime(torn, FileTime.from(Instant.ofEpochSecond(1000)));

    results().keep(large(2));

    assertThat(torn).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void a_damaged_file_is_a_missing_result_until_it_is_written_again() throws Exception {
    Results results = results();
    StoredValue kept = results.keep(large(1));
    Files.write(file(kept), new byte[(int) kept.size()]);

    assertThat(missing(results, kept)).isEqualTo("its file is damaged");
    results.keep(large(1));
    assertThat(results.load(kept)).isEqualTo(large(1));
  }

  @Test
  void a_torn_file_is_written_again() throws Exception {
    Results results = results();
    StoredValue kept = results.keep(large(1));
    Files.write(file(kept), new byte[5]);

    results.keep(large(1));

    assertThat(results.load(kept)).isEqualTo(large(1));
  }

  @Test
  void a_folder_that_can_not_be_made_is_said() throws Exception {
    Files.createFile(home.resolve("below"));

    assertThatExceptionOfType(NotStorableException.class)
        .isThrownBy(() -> results().keep(large(1)))
        .withMessageContaining("can't be written")
        .withMessageContaining(home.resolve("below").toString());
  }

  @Test
  void another_process_reads_every_kind_of_value() throws Exception {
    Results results = results();
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Object> sample : SampleValues.all().entrySet()) {
      StoredValue kept = results.keep(sample.getValue());
      byte[] inline = kept.inline();
      lines.add(
          String.join(
              "\t",
              sample.getKey(),
              kept.digest(),
              "" + kept.size(),
              inline == null ? "-" : java.util.HexFormat.of().formatHex(inline)));
    }
    Path list = Files.write(home.resolve("kept"), lines);

    Process reader =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ResultsReader.class.getName(),
                folder().toString(),
                list.toString())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(reader.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(said).isEqualTo(lines.size() + " values are equal\n");
    assertThat(reader.waitFor()).isZero();
  }
}
