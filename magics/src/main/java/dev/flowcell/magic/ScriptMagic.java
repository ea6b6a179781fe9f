package dev.flowcell.magic;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code %%bash} and {@code %%sh}: a script of a shell; its output is shown as it comes. */
final class ScriptMagic implements Magic {

  /** What a cell shows for a script that failed. */
  static final String ERROR = "ScriptError";

  private final String shell;

  ScriptMagic(String shell) {
    this.shell = shell;
  }

  @Override
  public String name() {
    return shell;
  }

  @Override
  public String summary() {
    return "runs the cell as a script of " + shell;
  }

  @Override
  public List<Usage> usages() {
    return List.of(Usage.of("", "", "runs the lines below it as a script of " + shell));
  }

  @Override
  public String example() {
    return "%%" + shell + "\nls -l";
  }

  @Override
  public boolean isLineMagic() {
    return false;
  }

  @Override
  public boolean takesText() {
    return true;
  }

  @Override
  public CellResult run(MagicCall call) {
    int code = call.context().evaluator().callUserCode(() -> run(call, call.text()));
    return code == 0
        ? new CellResult.Done()
        : new CellResult.Failed(
            CellError.of(ERROR, "the script of %s ended with exit code %d".formatted(shell, code)));
  }

  private int run(MagicCall call, String script) {
    Process process = start(call, script);
    CellOutput output = call.context().cell().output();
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
      return new ProcessBuilder(shell, "-c", script).start();
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
