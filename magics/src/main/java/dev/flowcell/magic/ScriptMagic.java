package dev.flowcell.magic;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.magic.syntax.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * {@code %%bash} and {@code %%sh}: a script of a shell; its output is shown as it comes. On a line
 * of its own, {@code %sh}, the script is the rest of the line.
 */
final class ScriptMagic implements Magic {

  /** What a cell shows for a script that failed. */
  static final String ERROR = "ScriptError";

  private final String shell;
  private final Map<String, String> environment;

  /** Runs scripts in that environment. */
  ScriptMagic(String shell, Map<String, String> environment) {
    this.shell = shell;
    this.environment = environment;
  }

  @Override
  public String name() {
    return shell;
  }

  @Override
  public String summary() {
    return "runs the cell, or the line, as a script of " + shell;
  }

  @Override
  public List<Usage> usages() {
    return List.of(
        Usage.of("", "SCRIPT", "runs the rest of the line, or the lines below %%" + shell));
  }

  @Override
  public String example() {
    return "%%" + shell + "\nls -l";
  }

  @Override
  public boolean takesLine() {
    return true;
  }

  @Override
  public boolean takesText() {
    return true;
  }

  @Override
  public CellResult run(MagicCall call) {
    String script = call.line().cell() ? call.text() : call.rest();
    if (script.isBlank()) {
      throw call.wrong(
          "there is no script: write it %s"
              .formatted(call.line().cell() ? "below" : "behind %" + shell));
    }
    if (call.line().cell() && !call.rest().isEmpty()) {
      throw call.wrong("the script stands below %%" + shell + ", not behind it");
    }
    int code = call.context().evaluator().callUserCode(() -> run(call, script));
    return code == 0
        ? new CellResult.Done()
        : new CellResult.Failed(
            CellError.of(ERROR, "the script of %s ended with exit code %d".formatted(shell, code)));
  }

  private int run(MagicCall call, String script) {
    Process process = start(call, script);
    CellOutput output = call.context().output();
    Thread errors =
        new Thread(
            () -> copy(process.getErrorStream(), output, CellOutput.Stream.STDERR),
            "flowcell-script-errors");
    Thread lines =
        new Thread(
            () -> copy(process.getInputStream(), output, CellOutput.Stream.STDOUT),
            "flowcell-script-output");
    errors.setDaemon(true);
    lines.setDaemon(true);
    errors.start();
    lines.start();
    try {
      process.getOutputStream().close();
      int code = process.waitFor();
      lines.join();
      errors.join();
      return code;
    } catch (InterruptedException e) {
      throw new CellInterruptedError();
    } catch (IOException e) {
      throw call.wrong("the script could not be run: " + e.getMessage());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start(MagicCall call, String script) {
    try {
      ProcessBuilder process = new ProcessBuilder(shell, "-c", script);
      process.environment().putAll(environment);
      return process.start();
    } catch (IOException e) {
      throw call.wrong(
          "%s could not be started: %s (on Windows it comes with Git for Windows, and must be on the PATH)"
              .formatted(shell, e.getMessage()));
    }
  }

  private static void copy(InputStream from, CellOutput to, CellOutput.Stream stream) {
    char[] buffer = new char[8192];
    try (Reader reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        to.print(stream, new String(buffer, 0, read));
      }
    } catch (IOException e) {
      // the process was ended
    }
  }
}
