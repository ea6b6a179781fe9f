package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.MimeBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Code that notebooks of JJava have, and libraries that extend its kernel. */
class JJavaTest extends KernelCells {

  @TempDir private static Path folder;

  private static ExtensionJars jars;

  @BeforeAll
  static void compile() {
    jars = new ExtensionJars(folder);
    jars.classes(
        "Log",
        """
        package ext;

        import java.util.*;
        import org.dflib.jjava.jupyter.Extension;
        import org.dflib.jjava.jupyter.kernel.BaseKernel;
        import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

        public class Log {
          public static final List<String> LINES = Collections.synchronizedList(new ArrayList<>());

          public record Box(String text) {}

          public static class Boxes implements Extension {
            public void install(BaseKernel kernel) {
              LINES.add("boxes");
              kernel.getRenderer().createRegistration(Box.class).preferring(MIMEType.TEXT_HTML)
                  .register((box, ctx) -> ctx.renderIfRequested(MIMEType.TEXT_HTML, () -> "<i>" + box.text() + "</i>"));
              kernel.eval("import ext.Log.*;");
            }
            public void uninstall(BaseKernel kernel) { LINES.add("no boxes"); }
          }

          public static class More implements Extension {
            public void install(BaseKernel kernel) { LINES.add("more"); }
            public void uninstall(BaseKernel kernel) { LINES.add("no more"); }
          }

          public static class Broken implements Extension {
            public void install(BaseKernel kernel) {
              try {
                kernel.eval("import there.is.none.*;");
              } catch (RuntimeException e) {
                throw new IllegalStateException("wrapped", e);
              }
            }
          }

          public static class Static implements Extension {
            static { if (true) throw new IllegalStateException("on purpose"); }
            public void install(BaseKernel kernel) {}
          }

          public static class Stays implements Extension {
            public void install(BaseKernel kernel) {}
            public void uninstall(BaseKernel kernel) {
              LINES.add("stays");
              while (true) { java.util.concurrent.locks.LockSupport.park(); }
            }
          }

          public static class Old implements Extension {
            public void install(BaseKernel kernel) { kernel.eval("ext.Log.init(getKernelInstance());"); }
          }

          public static void init(BaseKernel kernel) { LINES.add(kernel.getName()); }
        }
        """);
  }

  @Test
  void a_type_that_is_registered_with_the_renderer_is_shown_by_it() {
    done(
        """
        import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

        record Box(String text) {}
        kernel().getRenderer()
            .createRegistration(Box.class)
            .preferring(MIMEType.TEXT_HTML)
            .register((box, ctx) -> ctx.renderIfRequested(MIMEType.TEXT_HTML, () -> "<i>" + box.text() + "</i>"));
        """);

    assertThat(html("new Box(\"a\")")).isEqualTo("<i>a</i>");
    assertThat(html("render(new Box(\"b\"))")).isEqualTo("<i>b</i>");
    assertThat(html("kernel().getRenderer().render(new Box(\"c\"))")).isEqualTo("<i>c</i>");
    assertThat(displayed("display(new Box(\"d\"))")).isEqualTo("<i>d</i>");
  }

  @Test
  void what_nobody_registered_is_shown_as_ever() {
    done("var address = new URL(\"http://localhost/a\");");
    String before = html("address");
    done("var renderer = kernel().getRenderer();");

    assertThat(html("address")).isEqualTo(before);
    assertThat(value("new int[] {1, 2}")).isEqualTo("[1, 2]");
    assertThat(value("renderer.render(new int[] {3})")).isEqualTo("[3]");
    assertThat(html("renderer.renderAs(\"<b>e</b>\", \"text/html\")")).isEqualTo("<b>e</b>");
  }

  @Test
  void magics_of_the_notebooks_own_stand_in_cells() {
    done(
        """
        import org.dflib.jjava.jupyter.kernel.magic.*;
        import org.dflib.jjava.kernel.JavaKernel;

        LineMagic<String, JavaKernel> shout =
            (kernel, words) -> kernel.getName() + " " + String.join(" ", words).toUpperCase();
        kernel().getMagicsRegistry()
            .registerLineMagic("shout", shout)
            .registerCellMagic("lines", (kernel, words, body) -> body.split("\\n").length);
        """);

    assertThat(value("%shout a \"b c\"")).isEqualTo("Flowcell A B C");
    assertThat(value("String s = %shout d\ns + 1")).isEqualTo("Flowcell D1");
    assertThat(value("%%lines x\n%not java {\nat all")).isEqualTo("2");
    assertThat(value("kernel().getMagicsRegistry().getLineMagicNames()")).isEqualTo("[shout]");
    assertThat(
            value(
                "kernel().getMagicsRegistry().evalLineMagic(kernel(), \"env\", List.of(\"HOME\"))"))
        .isEqualTo(System.getenv("HOME"));
  }

  @Test
  void code_runs_as_a_cell_and_is_rendered_as_one() {
    done("int a = 1;");

    assertThat(value("(int) kernel().evalBuilder(\"%time a + 2\").resolveMagics().eval() + 3"))
        .isEqualTo("6");
    assertThat(
            value("kernel().evalBuilder(\"new int[] {a}\").resolveMagics().renderResults().eval()"))
        .isEqualTo("[1]");
    assertThat(value("kernel().eval(\"a\")")).isEqualTo("1");
    assertThat(failed("kernel().evalRaw(\"nothing\")").message()).contains("nothing");
  }

  @Test
  void what_is_displayed_can_be_updated() {
    done(
        """
        import org.dflib.jjava.jupyter.kernel.display.DisplayData;

        DisplayData data = new DisplayData("one");
        data.setDisplayId("x");
        kernel().display(data);
        """);
    assertThat(shown()).containsEntry("x", MimeBundle.text("one"));

    done("kernel().getIO().display.updateDisplay(\"x\", new DisplayData(\"two\"));");
    assertThat(shown()).containsEntry("x", MimeBundle.text("two"));

    done("kernel().getIO().out.print(\"three\"); kernel().getIO().out.flush();");
    assertThat(printed()).isEqualTo("three");
  }

  @Test
  void its_own_functions_find_the_kernel_though_no_cell_has_asked_for_it() {
    assertThat(value("org.dflib.jjava.jupyter.kernel.BaseNotebookStatics.render(7)"))
        .isEqualTo("7");
    assertThat(run("org.dflib.jjava.jupyter.kernel.BaseNotebookStatics.display(8)"))
        .isInstanceOf(CellResult.Done.class);
    assertThat(shown().values()).containsExactly(MimeBundle.text("8"));
  }

  @Test
  void no_kernel_is_opened_for_a_notebook_that_does_not_name_it() {
    done("int kernel = 3;");
    done("int kernel() { return kernel + 1; }");
    assertThat(value("kernel() + kernel")).isEqualTo("7");

    assertThatThrownBy(BaseKernel::notebookKernel).hasMessageContaining("No kernel running");
  }

  @Test
  void the_kernel_ends_with_its_session() {
    done("kernel();");
    assertThat(BaseKernel.notebookKernel().getName()).isEqualTo("Flowcell");

    jjava.close();

    assertThatThrownBy(BaseKernel::notebookKernel).hasMessageContaining("No kernel running");
  }

  @Test
  void what_it_can_not_give_it_refuses_and_says_what_to_use() {
    assertThat(failed("kernel().getJShell()").message())
        .contains("kernel().evalBuilder(code).eval() runs code");
    assertThat(failed("kernel().getCommManager()").message()).contains("updateDisplay(id, x)");
  }

  @Test
  void extensions_are_installed_once_in_the_order_of_their_libraries() throws IOException {
    Path first = jars.naming("first.jar", "ext.Log$Boxes");
    Path second = jars.naming("second.jar", "ext.Log$More", "ext.Log$Boxes");

    done("%classpath " + folder);
    done("%jars " + first);
    assertThat(html("new Box(\"a\")")).isEqualTo("<i>a</i>");
    done("%jars " + second);
    done("%jars " + first);

    assertThat(value("ext.Log.LINES")).isEqualTo("[boxes, more]");
  }

  @Test
  void an_extension_that_throws_is_named_and_the_others_are_installed() throws IOException {
    Path jar =
        jars.naming("bad.jar", "ext.Log$Broken", "ext.Log$Gone", "ext.Log$Static", "ext.Log$More");

    done("kernel().addToClasspath(\"" + folder + "\"); kernel().addToClasspath(\"" + jar + "\");");

    assertThat(printed())
        .contains("the extension ext.Log$Broken is left out: CompileError: ")
        .contains("there.is.none")
        .contains("an extension is left out: ")
        .contains("ext.Log$Gone not found")
        .contains("the extension ext.Log$Static is left out: ")
        .contains("on purpose");
    assertThat(value("ext.Log.LINES")).isEqualTo("[more]");
    done("%jars " + jars.naming("again.jar", "ext.Log$Broken"));
    assertThat(printed()).isEmpty();
  }

  @Test
  void an_extension_of_an_older_version_finds_the_kernel_by_its_older_name() throws IOException {
    done("%classpath " + folder + " " + jars.naming("old.jar", "ext.Log$Old"));

    assertThat(printed()).isEmpty();
    assertThat(value("ext.Log.LINES")).isEqualTo("[Flowcell]");
  }

  @Test
  @Timeout(20)
  void the_end_of_the_session_uninstalls_them_and_waits_for_none_that_stays() throws Exception {
    Path jar = jars.naming("end.jar", "ext.Log$Boxes", "ext.Log$Stays", "ext.Log$More");
    done("%classpath " + folder + " " + jar);
    Class<?> log = session.evaluator().type("ext.Log").orElseThrow();

    jjava.close();

    assertThat(log.getField("LINES").get(null))
        .isEqualTo(List.of("boxes", "more", "no more", "stays"));
  }

  private String html(String text) {
    CellResult result = run(text);
    assertThat(result).as("%s: %s", text, result).isInstanceOf(CellResult.Value.class);
    return String.valueOf(((CellResult.Value) result).bundle().data().get(MimeBundle.HTML));
  }

  private String displayed(String text) {
    shown().clear();
    done(text);
    assertThat(shown()).as(text).hasSize(1);
    return String.valueOf(shown().values().iterator().next().data().get(MimeBundle.HTML));
  }
}
