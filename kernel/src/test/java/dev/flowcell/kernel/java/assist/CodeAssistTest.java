package dev.flowcell.kernel.java.assist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.cell.Completeness;
import dev.flowcell.cell.Completion;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.kernel.java.Cells;
import dev.flowcell.kernel.java.classes.CellClassLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jshell.JShell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class CodeAssistTest {

  private static final Cells cells =
      new Cells("static dev.flowcell.kernel.java.assist.CodeAssistTest.*");

  public static final CountDownLatch RUNNING = new CountDownLatch(1);
  public static final CountDownLatch END = new CountDownLatch(1);

  @BeforeAll
  static void declare() {
    cells.run(
        "List<String> words = List.of(\"a\");\nint cleanData$task(int raw) { return raw; }\nint cleanData(int raw) { return raw; }");
  }

  @AfterAll
  static void close() {
    cells.close();
  }

  private static Completion complete(String code) {
    return cells.evaluator.complete(code, code.length());
  }

  @Test
  void completes_members_variables_and_types() {
    assertThat(complete("words.isEm")).isEqualTo(new Completion(List.of("isEmpty()"), 6, 10));
    assertThat(complete("int n = wor").matches()).contains("words");
    assertThat(complete("ArrayLi").matches()).contains("ArrayList");
  }

  @Test
  void completes_the_packages_of_imports_from_the_start(@TempDir Path folder) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("org/example/deep"));
    Files.createFile(classes.resolve("A.class"));
    try (Cells fresh = new Cells()) {
      assertThat(fresh.evaluator.complete("int a;\nimport java.ut", 21).matches())
          .contains("util.");
      assertThat(fresh.evaluator.complete("import static tech.tab", 22))
          .isEqualTo(new Completion(List.of("tablesaw."), 19, 22));
      assertThat(fresh.evaluator.complete("import java.util.con", 20).matches())
          .containsExactly("concurrent.");

      fresh.evaluator.addToClasspath(List.of(folder));
      assertThat(fresh.evaluator.complete("import org.example.d", 20).matches())
          .containsExactly("deep.");
    }
  }

  @Test
  void completes_behind_other_statements_and_inside_methods() {
    assertThat(complete("import java.text.*;\nwords.isEm").matches()).containsExactly("isEmpty()");
    assertThat(complete("String s = \"\";\ns.isBl").matches()).containsExactly("isBlank()");
    assertThat(complete("void f(String t) {\n  t.isBl").matches()).containsExactly("isBlank()");
  }

  @Test
  void never_proposes_hidden_names() {
    assertThat(complete("cleanD").matches()).containsExactly("cleanData(");
  }

  @Test
  void odd_cursors_and_code_do_no_harm() {
    assertThat(cells.evaluator.complete("words", 99).end()).isEqualTo(5);
    assertThat(cells.evaluator.complete("words", -1).start()).isZero();
    assertThat(complete("\"").matches()).isNotNull();
    assertThat(complete("}}}}((((").matches()).isNotNull();
    assertThat(cells.evaluator.inspect("words", 99, false)).isPresent();
    assertThat(cells.evaluator.inspect("", 0, true)).isEmpty();
  }

  @Test
  void the_first_inspection_has_more_time_whatever_was_completed_before()
      throws InterruptedException, ExecutionException, TimeoutException {
    ReentrantLock session = new ReentrantLock();
    CellClassLoader loader = new CellClassLoader(ClassLoader.getPlatformClassLoader());
    try (JShell jshell = JShell.create();
        CodeAssist assist =
            new CodeAssist(
                jshell,
                session,
                new PackageNames(loader),
                new ImportableTypes(loader),
                new WrittenDocs(jshell, snippet -> null, variable -> Optional.empty()),
                () -> {})) {
      assertThat(assist.complete("Stri", 4).matches()).contains("String");
      session.lock();
      Future<Optional<MimeBundle>> inspection =
          CompletableFuture.supplyAsync(() -> assist.inspect("String", 3, false));
      assertThatThrownBy(() -> inspection.get(1_500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      session.unlock();

      assertThat(inspection.get(30, TimeUnit.SECONDS)).isPresent();
    }
  }

  @Test
  void completes_while_a_cell_runs() throws InterruptedException {
    Thread cell = new Thread(() -> cells.run("RUNNING.countDown();\nEND.await();"));
    cell.start();
    RUNNING.await();

    assertThat(complete("words.isEm").matches()).containsExactly("isEmpty()");

    END.countDown();
    cell.join();
    assertThat(cells.value("1 + 1")).isEqualTo(2);
  }

  @Test
  void inspects_variables_methods_and_types() {
    assertThat(cells.evaluator.inspect("words", 2, false).map(MimeBundle::text))
        .contains("List<String> words");
    assertThat(cells.evaluator.inspect("words.get(0)", 8, false).map(MimeBundle::text).orElse(""))
        .contains("get(int");
    assertThat(cells.evaluator.inspect("cleanData(1)", 3, false).map(MimeBundle::text).orElse(""))
        .contains("cleanData(int raw)")
        .doesNotContain("$");
    assertThat(cells.evaluator.inspect("ArrayList", 3, false).map(MimeBundle::text).orElse(""))
        .contains("java.util.ArrayList");
    assertThat(cells.evaluator.inspect("nothingKnown", 3, false)).isEmpty();
  }

  @Test
  void knows_what_is_complete() {
    assertThat(cells.evaluator.isComplete("int a = 1;\na")).isEqualTo(Completeness.COMPLETE);
    assertThat(cells.evaluator.isComplete("// nothing")).isEqualTo(Completeness.COMPLETE);
    assertThat(cells.evaluator.isComplete("int int = 3;")).isEqualTo(Completeness.INVALID);
    assertThat(cells.evaluator.isComplete("for (int i = 0;;) {"))
        .isEqualTo(Completeness.incomplete("    "));
    assertThat(cells.evaluator.isComplete("if (true) {\n  foo("))
        .isEqualTo(Completeness.incomplete("      "));
  }
}
