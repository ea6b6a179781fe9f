package dev.flowcell.kernel.app;

import dev.flowcell.Settings;
import dev.flowcell.cell.CellError;
import dev.flowcell.flow.Durations;
import dev.flowcell.magic.NotebookParameters;
import dev.flowcell.notebook.Notebook;
import dev.flowcell.notebook.NotebookException;
import dev.flowcell.notebook.NotebookRun.Ending;
import dev.flowcell.parameter.Parameters;
import dev.flowcell.render.RunJson;
import dev.flowcell.render.report.Report;
import dev.flowcell.run.FlowRun;
import dev.flowcell.secret.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code flowcell run NOTEBOOK}: runs a notebook from top to bottom, without Jupyter. */
@Command(
    name = "run",
    description = "Runs a notebook from top to bottom, without Jupyter.",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = RunCommand.CRASHED,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all cells were run",
      "1:a cell has failed, or the time was over",
      "2:the command line, the notebook or a parameter was not understood",
      "3:it was cancelled, as by Ctrl-C",
      "4:it crashed: its process was ended from outside, or broke"
    })
final class RunCommand implements Callable<Integer> {

  private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private static final int DONE = 0;
  private static final int FAILED = 1;
  static final int CANCELLED = 3;
  static final int CRASHED = 4;

  private final Map<String, String> environment;
  private final Properties system;

  @Spec private CommandSpec spec;

  @CommandLine.Parameters(paramLabel = "NOTEBOOK", description = "the notebook's file")
  private Path file;

  @Option(
      names = "-p",
      paramLabel = "NAME=VALUE",
      description = {
        "a parameter: of the cell tagged 'parameters', of param(\"NAME\", …), or of the flow;",
        "a number, text, date …, and a list or record as JSON"
      })
  private List<String> given = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT.ipynb",
      description = "where the notebook is written with its outputs, as it goes")
  private @Nullable Path output;

  @Option(
      names = "--html",
      paramLabel = "OUT.html",
      description = "where a report is written: one file that needs no other and no network")
  private @Nullable Path html;

  @Option(names = "--no-code", description = "leaves the code out of the report")
  private boolean withoutCode;

  @Option(
      names = "--flow",
      paramLabel = "FLOW",
      description = "calls this flow behind the last cell, with its parameters from -p")
  private @Nullable String flow;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "cancels the run when it takes longer, such as 30s or 10m",
      converter = DurationText.class)
  private @Nullable Duration timeout;

  @Option(names = "--allow-errors", description = "runs the cells behind one that fails, too")
  private boolean allowErrors;

  @Option(
      names = "--help-notebook",
      description = "runs nothing; prints the notebook's parameters and flows, with their types")
  private boolean helpNotebook;

  @Option(names = "--json", description = "prints the result as JSON")
  private boolean json;

  RunCommand(Map<String, String> environment, Properties system) {
    this.environment = environment;
    this.system = system;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    NotebookFolder folder = new NotebookFolder(system);
    Path notebookFile = folder.absolute(file);
    Path outputFile = output == null ? null : folder.absolute(output);
    Notebook notebook;
    try {
      notebook = Notebook.read(notebookFile);
    } catch (NotebookException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
    if (helpNotebook) {
      printHelp(NotebookParameters.of(notebook));
      return DONE;
    }
    Path htmlFile = html == null ? null : folder.absolute(html);
    checkFolder(outputFile);
    checkFolder(htmlFile);
    if (!folder.isCurrent(folderOf(notebookFile))) {
      List<String> arguments = spec.commandLine().getParent().getParseResult().originalArgs();
      return ended(folder.again(folderOf(notebookFile), arguments));
    }
    return run(notebook, notebookFile, outputFile, htmlFile);
  }

  /** The parameters as they were typed, quotes and all. */
  private Map<String, String> given() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String text : given) {
      int end = text.indexOf('=');
      if (end < 1) {
        throw new ParameterException(
            spec.commandLine(), "-p needs NAME=VALUE, not '%s'".formatted(text));
      }
      texts.put(text.substring(0, end).strip(), text.substring(end + 1));
    }
    return texts;
  }

  /** What the process that has run the cells ended with is ours, unless it ended by force. */
  private int ended(int exitCode) {
    if (exitCode >= DONE && exitCode <= CRASHED) {
      return exitCode;
    }
    spec.commandLine()
        .getErr()
        .printf(
            "The process that ran the cells has ended with code %d; its runs are Crashed.%n",
            exitCode);
    return CRASHED;
  }

  private void printHelp(NotebookParameters read) {
    PrintWriter out = spec.commandLine().getOut();
    if (read.parameters().isEmpty() && read.flows().isEmpty()) {
      out.println(file + " takes no parameters and has no flow.");
    }
    if (!read.parameters().isEmpty()) {
      out.println("Parameters (-p NAME=VALUE), with what they are where nothing is given:");
      printTable(
          read.parameters().stream()
              .map(one -> List.of("  " + one.name(), one.type(), one.value()))
              .toList());
    }
    read.flows()
        .forEach(
            (name, parameters) -> {
              out.printf("Flow (--flow %s):%n", name);
              printTable(
                  parameters.stream().map(one -> List.of("  " + one.name(), one.type())).toList());
            });
    out.flush();
  }

  private void printTable(List<List<String>> rows) {
    if (!rows.isEmpty()) {
      TextTable.print(rows, Integer.MAX_VALUE, spec.commandLine().getOut());
    }
  }

  private void checkFolder(@Nullable Path written) {
    if (written != null && !Files.isDirectory(folderOf(written))) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no folder %s for %s".formatted(folderOf(written), written.getFileName()));
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  private int run(
      Notebook notebook, Path notebookFile, @Nullable Path outputFile, @Nullable Path htmlFile)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    RunProgress progress =
        new RunProgress(spec.commandLine().getErr(), System.console() != null, notebook);
    Parameters parameters = new Parameters(given(), environment);
    Settings settings = Settings.from(environment, system).withNotebook(notebookFile.toString());
    Secrets secrets = Secrets.from(environment, settings.home());
    Result result;
    try (UnattendedRun run =
        new UnattendedRun(
            NotebookSession.open(settings, parameters, secrets),
            notebook,
            outputFile,
            parameters,
            progress,
            allowErrors)) {
      Ending ending = run.run(timeout, flow);
      result = new Result(exitCode(ending, run), ending, run.reason(ending), run.flowRuns());
    } catch (UnattendedRun.NotUnderstoodException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
    if (htmlFile != null) {
      Files.writeString(htmlFile, report(notebook, notebookFile));
    }
    for (String name : parameters.unasked()) {
      progress.say("nothing has asked for the parameter " + name);
    }
    progress.summary(result.ending, result.reason, result.flowRuns);
    if (json) {
      print(out, notebookFile, outputFile, result);
    }
    out.flush();
    return result.exitCode;
  }

  private String report(Notebook notebook, Path notebookFile) {
    String name = String.valueOf(notebookFile.getFileName());
    String footer =
        "%s, run by Flowcell %s on %s"
            .formatted(name, Version.current(), LocalDateTime.now().format(MINUTES));
    return Report.of(notebook, name, folderOf(notebookFile), !withoutCode, footer);
  }

  private static int exitCode(Ending ending, UnattendedRun run) {
    if (ending.isComplete()) {
      return DONE;
    }
    return ending.isInterrupted() && !run.isLate() ? CANCELLED : FAILED;
  }

  private static void print(PrintWriter out, Path notebook, @Nullable Path output, Result result)
      throws IOException {
    Ending ending = result.ending;
    CellError error = ending.error();
    RunJson.print(
        out,
        json ->
            json.notebookRun(
                notebook.toString(),
                output == null ? null : output.toString(),
                stateName(result.exitCode),
                ending.failed() == null ? 0 : ending.failed().number(),
                error == null ? null : result.reason,
                result.flowRuns));
  }

  private static String stateName(int exitCode) {
    return switch (exitCode) {
      case DONE -> "COMPLETED";
      case CANCELLED -> "CANCELLED";
      default -> "FAILED";
    };
  }

  private record Result(int exitCode, Ending ending, String reason, List<FlowRun> flowRuns) {}

  static final class DurationText implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
      try {
        return Durations.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
