package dev.flowcell.kernel.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees in a real JupyterLab, in a real Chromium. */
@Tag("full")
class BrowserIT {

  /** Screenshots stay here, to be looked at. */
  static final Path SHOTS = Path.of("target/screenshots").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void the_run_view_lives_while_the_flow_runs_and_stays_in_the_saved_notebook() throws IOException {
    Jupyter jupyter = Jupyter.in(folder);
    Path notebook =
        jupyter.notebook(
            "live.ipynb",
            """
            int tries = 0;
            %task --retries 2 --delay 2s
            void flaky() {
              runLogger().info("try " + tries);
              if (tries++ == 0) throw new IllegalStateException("first try fails");
            }
            %task
            void slow() throws Exception { Thread.sleep(1500); }
            %flow
            void lesson() { flaky(); slow(); }""",
            "lesson();");
    JsonObject seen = visit(jupyter, notebook, "live", "--run");
    String updates = seen.getAsJsonArray("updates").toString();
    assertThat(updates).contains("Running").contains("AwaitingRetry").contains("first try fails");
    assertThat(seen.getAsJsonArray("updates").size()).isBetween(4, 20);
    assertThat(seen.getAsJsonArray("outputs").toString()).contains("Completed");
  }

  @Test
  void hostile_text_stays_text() throws IOException {
    Jupyter jupyter = Jupyter.in(folder);
    String evil = "\\\"><img src=x onerror=alert(1)><script>alert(2)</script>";
    Path notebook =
        jupyter.notebook(
            "hostile.ipynb",
            """
            %task
            void t(String s) { runLogger().info(s); System.out.println(s);
              display(Table.create(s, StringColumn.create(s, s)));
              throw new RuntimeException(s); }
            %flow
            void f(String s) { try { t(s); } catch (RuntimeException e) { } }""",
            "f(\"" + evil + "\");");
    JsonObject seen = visit(jupyter, notebook, "hostile", "--run");
    assertThat(seen.getAsJsonArray("dialogs")).isEmpty();
    assertThat(seen.getAsJsonArray("outputs").toString()).contains("onerror=alert(1)");
  }

  private static JsonObject visit(
      Jupyter jupyter, Path notebook, String prefix, String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = notebook.toString();
    arguments[1] = SHOTS.toString();
    arguments[2] = "--prefix";
    arguments[3] = prefix;
    System.arraycopy(options, 0, arguments, 4, options.length);
    Jupyter.Ran ran = jupyter.script("lab.py", arguments);
    assertThat(ran.exit()).as(ran.text()).isZero();
    return JsonParser.parseString(ran.out()).getAsJsonObject();
  }
}
