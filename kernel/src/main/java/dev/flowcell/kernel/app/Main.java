package dev.flowcell.kernel.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program {@code flowcell}. Exit codes: 0 done, 1 it failed and said why, 2 the command line
 * was not understood.
 */
@Command(
    name = "flowcell",
    description = "A Jupyter kernel for Java whose cells are pipeline tasks.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class Main implements Runnable {

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) throws Exception {
    if (isKernel(arguments)) {
      System.exit(runKernel(Path.of(arguments[1])));
    }
    System.exit(commandLine(System.getenv(), System.getProperties()).execute(arguments));
  }

  /** Whether a client starts a kernel: it waits for no options of other commands, then. */
  private static boolean isKernel(String[] arguments) {
    return arguments.length == 2
        && arguments[0].equals("kernel")
        && Files.isRegularFile(Path.of(arguments[1]));
  }

  private static int runKernel(Path connectionFile) throws Exception {
    try {
      KernelCommand.run(connectionFile);
      return ExitCode.OK;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  static CommandLine commandLine(Map<String, String> environment, Properties system) {
    return new CommandLine(new Main())
        .addSubcommand(new KernelCommand())
        .addSubcommand(new RunCommand(environment, system))
        .addSubcommand(new ServeCommand(environment, system))
        .addSubcommand(new InstallCommand(new JupyterFolders(environment, system)))
        .addSubcommand(new DoctorCommand(environment, system))
        .addSubcommand(new RunsCommand(environment, system, Clock.systemDefaultZone()))
        .addSubcommand(new ShowCommand(environment, system, Clock.systemDefaultZone()))
        .addSubcommand(new LogsCommand(environment, system, Clock.systemDefaultZone()))
        .addSubcommand(new ResumeCommand(environment, system))
        .addSubcommand(new CancelCommand(environment, system))
        .addSubcommand(new PruneCommand(environment, system, Clock.systemDefaultZone()))
        .addSubcommand(new DashboardCommand(environment, system, Clock.systemDefaultZone()))
        .addSubcommand(new SchedulesCommand(environment, system, Clock.systemDefaultZone()))
        .addSubcommand("completion", new AutoComplete.GenerateCompletion())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::notUnderstood)
        .setExecutionExceptionHandler(Main::failed);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  private static int notUnderstood(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command.getErr().println(e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
    command
        .getErr()
        .println(
            "Try '" + command.getCommandSpec().qualifiedName() + " --help' for what it takes.");
    return ExitCode.USAGE;
  }

  /** A file that cannot be written is said in a sentence; anything else is a fault of ours. */
  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (!(e instanceof IOException)) {
      throw e;
    }
    String kind = e.getClass().getSimpleName();
    command.getErr().println(kind + ": " + Objects.requireNonNullElse(e.getMessage(), ""));
    return ExitCode.SOFTWARE;
  }
}
