package dev.flowcell.kernel.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
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
    versionProvider = Version.class,
    subcommands = {KernelCommand.class})
final class Main implements Runnable {

  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
