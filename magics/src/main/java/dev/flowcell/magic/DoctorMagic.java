package dev.flowcell.magic;

import dev.flowcell.cell.CellResult;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.RunStore;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import javax.tools.ToolProvider;
import tech.tablesaw.api.Table;

/** {@code %doctor}: whether the kernel has what notebooks need. */
final class DoctorMagic implements Magic {

  private static final String OK = "ok";
  private static final List<Usage> USAGES =
      List.of(Usage.of("", "", "the versions in use, and where runs are kept"));

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public String summary() {
    return "checks the set-up: versions, and where runs are kept";
  }

  @Override
  public List<Usage> usages() {
    return USAGES;
  }

  @Override
  public CellResult run(MagicCall call) {
    return call.value(
        Texts.table(
            List.of("Part", "Found", "State"),
            List.of(
                List.of("Flowcell", call.context().version(), OK),
                java(),
                tablesaw(),
                store(call.context().store()))));
  }

  private static List<String> java() {
    String found =
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")";
    boolean compiles = ToolProvider.getSystemJavaCompiler() != null;
    return List.of("Java", found, compiles ? OK : "not ok: no compiler, install a JDK");
  }

  private static List<String> tablesaw() {
    Properties properties = new Properties();
    try (InputStream in =
        Table.class.getResourceAsStream(
            "/META-INF/maven/tech.tablesaw/tablesaw-core/pom.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      // an unknown version is told as one
    }
    return List.of("Tablesaw", properties.getProperty("version", "unknown version"), OK);
  }

  private static List<String> store(RunStore store) {
    String place = belowHome(store.describe(), home());
    try {
      store.flowRuns(new FlowRunQuery(null, 1));
      return List.of("Run store", place, OK);
    } catch (RuntimeException e) {
      return List.of("Run store", place, "not ok: " + e.getMessage());
    }
  }

  private static String home() {
    return Objects.requireNonNullElseGet(
        System.getenv("HOME"), () -> System.getProperty("user.home", ""));
  }

  /** A text with a path in it, as shells write paths: notebooks are given to others. */
  static String belowHome(String text, String home) {
    return home.length() < 2
        ? text
        : text.replace(" " + home + File.separator, " ~" + File.separator);
  }
}
