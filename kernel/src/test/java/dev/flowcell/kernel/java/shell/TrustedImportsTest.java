package dev.flowcell.kernel.java.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrustedImportsTest {

  private final JShell shell =
      JShell.builder().executionEngine(new LocalExecutionControlProvider(), Map.of()).build();

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void they_are_as_if_jshell_had_evaluated_them() {
    String line = "import java.lang.Object; import java.util.*; import static java.lang.Math.*;";

    Optional<Snippet> declared = TrustedImports.declare(line, shell);

    assertThat(declared).map(shell::status).contains(Status.VALID);
    assertThat(shell.imports()).singleElement().extracting(ImportSnippet::source).isEqualTo(line);
    assertThat(shell.eval("max(List.of(1, 2).size(), 1)").get(0).value()).isEqualTo("2");
  }

  @Test
  void another_line_takes_their_place() {
    var unused = TrustedImports.declare("import java.lang.Object; import java.util.*;", shell);

    shell.eval("import java.lang.Object; import java.text.*;");

    assertThat(shell.imports()).hasSize(1);
    assertThat(shell.eval("new DecimalFormat(\"0.0\").format(1)").get(0).value())
        .isEqualTo("\"1.0\"");
    assertThat(shell.eval("List.of()").get(0).status()).isEqualTo(Status.REJECTED);
  }
}
