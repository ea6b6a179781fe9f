package dev.flowcell.kernel.java.assist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.Completion;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.kernel.java.Cells;
import dev.flowcell.kernel.java.Libraries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.Opcodes;

/** What Tab and an inspection tell of types that no import line names yet. */
public class TypesToImportTest {

  public static final CountDownLatch RUNNING = new CountDownLatch(1);
  public static final CountDownLatch END = new CountDownLatch(1);

  private static final Cells cells =
      new Cells("static dev.flowcell.kernel.java.assist.TypesToImportTest.*");

  @AfterAll
  static void close() {
    cells.close();
  }

  private static Completion complete(String code) {
    return cells.evaluator.complete(code, code.length());
  }

  private static String inspected(String code) {
    return cells.evaluator.inspect(code, code.length(), false).map(MimeBundle::text).orElse("");
  }

  @Test
  void types_that_are_not_imported_are_offered_with_their_full_name() {
    assertThat(complete("LocalDa"))
        .isEqualTo(new Completion(List.of("java.time.LocalDate", "java.time.LocalDateTime"), 0, 7));
    assertThat(complete("var count = new Atomic"))
        .satisfies(found -> assertThat(found.start()).isEqualTo(16))
        .satisfies(
            found ->
                assertThat(found.matches())
                    .contains("java.util.concurrent.atomic.AtomicInteger")
                    .hasSizeLessThanOrEqualTo(20));
    assertThat(complete("List<LocalDa").matches()).contains("java.time.LocalDate");
    assertThat(complete("int f() {\n  LocalDa").matches()).contains("java.time.LocalDate");
  }

  @Test
  void they_come_behind_what_is_known_and_never_instead_of_it() {
    assertThat(complete("Dat").matches())
        .startsWith("DataInput", "DataInputStream")
        .contains("Date", "java.time.DateTimeException")
        .doesNotContain("java.util.Date", "java.sql.Date");
    assertThat(complete("new Lis").matches()).doesNotContain("java.util.List", "java.awt.List");
    assertThat(complete("List<BigD").matches())
        .startsWith("BigDecimal")
        .doesNotContain("java.math.BigDecimal");
  }

  @Test
  void what_is_meant_most_often_comes_first() {
    assertThat(complete("Chrono").matches()).first().isEqualTo("java.time.temporal.ChronoField");
    assertThat(complete("Color").matches()).first().isEqualTo("java.awt.Color");
    assertThat(complete("Sys").matches())
        .startsWith("System", "java.awt.SystemColor")
        .endsWith("javax.sound.midi.SysexMessage");
    assertThat(complete("Event").matches())
        .containsSubsequence(
            "java.awt.Event",
            "com.google.common.eventbus.EventBus",
            "javax.naming.event.EventContext");
    assertThat(complete("Durati").matches())
        .containsExactly("java.time.Duration", "javax.xml.datatype.Duration");
  }

  @Test
  void nothing_is_offered_for_members_and_for_names_that_are_being_given() {
    assertThat(complete("class LocalDa").matches()).isEmpty();
    assertThat(complete("words.LocalDa").matches()).isEmpty();
    assertThat(complete("Lo").matches()).doesNotContain("java.time.LocalDate");
    assertThat(complete("import LocalDa").matches()).isEmpty();
    assertThat(complete("local").matches()).doesNotContain("java.time.LocalDate");
  }

  @Test
  void what_is_imported_or_declared_is_not_offered_again() {
    try (Cells fresh = new Cells()) {
      fresh.run("import java.time.*;\nclass AtomicInteger { }");

      assertThat(fresh.evaluator.complete("LocalDateT", 10).matches())
          .containsExactly("LocalDateTime");
      assertThat(fresh.evaluator.complete("AtomicInt", 9).matches())
          .contains("AtomicInteger", "java.util.concurrent.atomic.AtomicIntegerArray")
          .doesNotContain("java.util.concurrent.atomic.AtomicInteger");
    }
  }

  @Test
  void public_types_of_added_libraries_are_offered(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("library.jar");
    Libraries.write(jar, Opcodes.V17, "org/example/deep/Zoological");
    try (Cells fresh = new Cells()) {
      assertThat(fresh.evaluator.complete("Zoolog", 6).matches()).isEmpty();

      fresh.evaluator.addToClasspath(List.of(jar));

      assertThat(fresh.evaluator.complete("Zoolog", 6).matches())
          .containsExactly("org.example.deep.Zoological");
      assertThat(fresh.evaluator.inspect("Zoological", 3, false).map(MimeBundle::text))
          .isEqualTo(
              Optional.of(
                  "org.example.deep.Zoological\nadd the line: import org.example.deep.Zoological;"));
    }
  }

  @Test
  void libraries_of_lessons_are_offered_and_no_others_of_flowcells() {
    assertThat(complete("DescriptiveSt").matches())
        .containsExactly("org.apache.commons.math3.stat.descriptive.DescriptiveStatistics");
    assertThat(complete("HikariDataS").matches()).isEmpty();
    assertThat(complete("JavaEval").matches()).isEmpty();
  }

  @Test
  void an_inspection_names_the_import() {
    assertThat(inspected("LocalDate"))
        .startsWith("java.time.LocalDate\nadd the line: import java.time.LocalDate;");
    assertThat(inspected("Duration"))
        .startsWith(
            "java.time.Duration\nadd the line: import java.time.Duration;\n"
                + "or: import javax.xml.datatype.Duration;");
    assertThat(inspected("LocalDate.isLeapY")).isEmpty();
    assertThat(inspected("LocalDate.now"))
        .startsWith("LocalDate LocalDate.now()\nadd the line: import java.time.LocalDate;");
    assertThat(inspected("Flowcell.display"))
        .startsWith(
            "String Flowcell.display(Object value)\nadd the line: import dev.flowcell.Flowcell;\n"
                + "Shows a value below the cell");
    assertThat(inspected("NothingOfThatName")).isEmpty();
  }

  @Test
  void they_are_offered_while_a_cell_runs() throws InterruptedException {
    Thread cell = new Thread(() -> cells.run("RUNNING.countDown();\nEND.await();"));
    cell.start();
    RUNNING.await();

    assertThat(complete("LocalDa").matches()).contains("java.time.LocalDate");

    END.countDown();
    cell.join();
  }
}
