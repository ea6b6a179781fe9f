package dev.flowcell.kernel.app;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code kernel.json} of this kernel says. It marks itself with {@code metadata.flowcell},
 * so that nobody else's kernel is taken for one of ours.
 *
 * @param argv the command that starts the kernel, {@value #CONNECTION_FILE} in place of the file
 * @param version the version of Flowcell it starts
 */
record KernelSpec(List<String> argv, String version) {

  /** What a Jupyter client puts the connection file's path in place of. */
  static final String CONNECTION_FILE = "{connection_file}";

  static final String DISPLAY_NAME = "Java (Flowcell)";

  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .create();

  /** The command, with the connection file in its place. */
  List<String> argv(Path connectionFile) {
    return argv.stream()
        .map(word -> word.replace(CONNECTION_FILE, connectionFile.toString()))
        .toList();
  }

  /** The {@code kernel.json}. */
  String toJson() {
    Metadata metadata = new Metadata(new Mark(version));
    return GSON.toJson(new KernelJson(argv, DISPLAY_NAME, "java", "message", metadata)) + "\n";
  }

  /**
   * Reads a {@code kernel.json}; empty where it is no JSON or another kernel's.
   *
   * @throws IOException when the file cannot be read
   */
  static Optional<KernelSpec> read(Path file) throws IOException {
    try {
      KernelJson json =
          GSON.fromJson(Files.readString(file, StandardCharsets.UTF_8), KernelJson.class);
      if (json == null
          || json.argv() == null
          || json.metadata() == null
          || json.metadata().flowcell() == null
          || json.metadata().flowcell().version() == null) {
        return Optional.empty();
      }
      return Optional.of(new KernelSpec(json.argv(), json.metadata().flowcell().version()));
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  private record KernelJson(
      @Nullable List<String> argv,
      String displayName,
      String language,
      String interruptMode,
      @Nullable Metadata metadata) {}

  private record Metadata(@Nullable Mark flowcell) {}

  private record Mark(@Nullable String version) {}
}
