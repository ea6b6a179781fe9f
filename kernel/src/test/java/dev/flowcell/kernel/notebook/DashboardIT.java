package dev.flowcell.kernel.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of a running notebook in the dashboard of another process, in Chromium. */
@Tag("full")
class DashboardIT {

  @TempDir Path folder;

  @Test
  void a_visitor_follows_finds_and_ends_runs_of_another_process() throws IOException {
    Jupyter jupyter = Jupyter.in(folder);
    String evil = "\\\"><img src=x onerror=alert(1)><script>alert(2)</script>";
    Path notebook =
        jupyter.notebook(
            "live.ipynb",
            """
            int tries = 0;
            %task --retries 2 --delay 2s
            void flaky(String text) {
              runLogger().info(text);
              if (tries++ == 0) throw new IllegalStateException(text);
            }
            %task
            void ticks() throws Exception {
              for (int i = 0; i < 12; i++) {
                runLogger().info("tick " + System.currentTimeMillis());
                Thread.sleep(250);
              }
            }
            %flow
            void lesson(String text) { flaky(text); ticks(); }
            %flow
            void endless() throws Exception { while (true) Thread.sleep(100); }""",
            "lesson(\"" + evil + "\");",
            "endless();");

    JsonObject seen = visit(jupyter, notebook);

    assertThat(seen.get("refused").getAsInt()).isEqualTo(401);
    assertThat(seen.get("empty").getAsString()).contains("No runs yet");
    assertThat(texts(seen, "seen")).contains("AwaitingRetry", "Running").endsWith("Completed");
    assertThat(texts(seen, "delays")).hasSizeGreaterThan(6);
    assertThat(
            texts(seen, "delays").stream()
                .mapToInt(Integer::parseInt)
                .sorted()
                .skip(3)
                .findFirst()
                .orElseThrow())
        .as("%s", texts(seen, "delays"))
        .isLessThan(2_000);
    assertThat(seen.get("open").getAsBoolean()).isTrue();
    assertThat(seen.get("found").getAsInt()).isEqualTo(12);
    assertThat(seen.get("cancelled").getAsString()).contains("Cancelled");
    assertThat(texts(seen, "dialogs")).isEmpty();
    assertThat(texts(seen, "errors")).isEmpty();
    assertThat(texts(seen, "wide")).isEmpty();
    assertThat(seen.get("weight").getAsInt()).isLessThan(150_000);
  }

  private static JsonObject visit(Jupyter jupyter, Path notebook) {
    Jupyter.Ran ran =
        jupyter.script(
            "dashboard.py",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            Path.of("target/flowcell.jar").toAbsolutePath().toString(),
            notebook.toString(),
            BrowserIT.SHOTS.toString());
    assertThat(ran.exit()).as(ran.text()).isZero();
    return JsonParser.parseString(ran.out()).getAsJsonObject();
  }

  private static List<String> texts(JsonObject seen, String name) {
    return StreamSupport.stream(seen.getAsJsonArray(name).spliterator(), false)
        .map(each -> each.getAsString())
        .toList();
  }
}
