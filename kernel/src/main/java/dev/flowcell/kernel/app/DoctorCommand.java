package dev.flowcell.kernel.app;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code flowcell doctor}: is all there that a kernel needs, and what to do where it is not. */
@Command(
    name = "doctor",
    description =
        "Looks at Java, Jupyter, the store and the installed kernels, and says what to do.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  private final Checkup checkup;

  @Spec private CommandSpec spec;

  DoctorCommand(Map<String, String> environment, Properties system) {
    Optional<SpecFolder> own =
        OwnJar.find().map(Path::getParent).map(SpecFolder::new).filter(DoctorCommand::isKernel);
    checkup = new Checkup(environment, system, Duration.ofSeconds(60), own);
  }

  @Override
  public Integer call() {
    List<Checkup.Level> levels = new ArrayList<>();
    checkup.run(
        finding -> {
          levels.add(finding.level());
          print(finding);
        });
    return levels.contains(Checkup.Level.PROBLEM) ? 1 : 0;
  }

  private static boolean isKernel(SpecFolder folder) {
    return Files.exists(folder.kernelJson());
  }

  private void print(Checkup.Finding finding) {
    PrintWriter out = spec.commandLine().getOut();
    String level = finding.level().name().toLowerCase(Locale.ROOT);
    out.printf("%-8s %s%n", level, finding.sentence());
    out.flush();
  }
}
