package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.MimeBundle;
import org.junit.jupiter.api.Test;

/** Code that notebooks of IJava and rapaio have, which reaches into their kernel. */
class OtherKernelsTest extends KernelCells {

  OtherKernelsTest() {
    super("static io.github.spencerpark.ijava.IJava.getKernelInstance");
  }

  @Test
  void a_type_that_is_registered_with_the_renderer_is_shown_by_it() {
    done(
        """
        import io.github.spencerpark.ijava.IJava;
        import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;

        record Box(String text) {}
        IJava.getKernelInstance().getRenderer()
            .createRegistration(Box.class)
            .preferring(MIMEType.TEXT_HTML)
            .register((box, ctx) -> ctx.renderIfRequested(MIMEType.TEXT_HTML, () -> "<i>" + box.text() + "</i>"));
        """);

    assertThat(html("new Box(\"a\")")).isEqualTo("<i>a</i>");
    assertThat(html("render(new Box(\"b\"), \"text/html\")")).isEqualTo("<i>b</i>");
    assertThat(value("int[] plain = {1, 2}; plain")).isEqualTo("[1, 2]");
  }

  @Test
  void what_was_rendered_is_shown_as_it_is() {
    done("import io.github.spencerpark.jupyter.kernel.display.DisplayData;");
    done("DisplayData data = new DisplayData(\"text\"); data.putHTML(\"<b>c</b>\");");

    assertThat(html("data")).isEqualTo("<b>c</b>");
    assertThat(((CellResult.Value) run("data")).bundle().data().keySet())
        .as("the richest form first")
        .containsExactly(MimeBundle.HTML, MimeBundle.TEXT);
    assertThat(html("io.github.spencerpark.ijava.runtime.Display.render(\"d\", \"text/html\")"))
        .isEqualTo("d");
  }

  @Test
  void magics_of_the_notebooks_own_stand_in_cells() {
    done(
        """
        import io.github.spencerpark.jupyter.kernel.magic.registry.*;

        public class Loud {
          @LineMagic(aliases = "cry")
          public static String shout(List<String> words) { return String.join(" ", words).toUpperCase(); }

          @CellMagic
          public static int lines(List<String> words, String body) { return body.split("\\n").length; }

          @LineMagic
          public static void fail() { throw new IllegalStateException("on purpose"); }
        }
        getKernelInstance().getMagics().registerMagics(Loud.class);
        """);

    assertThat(value("%shout a --b \"c d\"")).isEqualTo("A --B C D");
    assertThat(value("String s = %cry e\ns + 1")).isEqualTo("E1");
    assertThat(value("%%lines x\n%not java {\nat all")).isEqualTo("2");
    assertThat(failed("%fail").message()).isEqualTo("on purpose");
    assertThat(failed("%%shout\n").message()).contains("there is no %%shout, write %shout");
  }

  @Test
  void a_notebook_chooses_how_much_of_tables_it_shows() {
    done("options().display().maxRows(2);");

    assertThat(value("List.of(Map.of(\"x\", 1), Map.of(\"x\", 2), Map.of(\"x\", 3))").lines())
        .containsExactly("x", "1", "…", "3", "", "3 rows × 1 column");
    assertThat(value("int options() { return 5; }\noptions()")).isEqualTo("5");
  }

  @Test
  void code_runs_a_cell_and_has_its_value() {
    assertThat(value("(int) eval(\"int a = 1;\\n%time a + 2\") + 3")).isEqualTo("6");
    assertThat(value("int n = cellMagic(\"time\", List.of(), \"a + 1\"); n")).isEqualTo("2");
    assertThat(failed("eval(\"nothing\")").message()).contains("nothing");
    assertThat(value("getKernelInstance().eval(\"a + 3\")")).isEqualTo("4");
    assertThat(value("getKernelInstance().eval(\"int c = 3;\") == null")).isEqualTo("true");
  }

  @Test
  void pieces_of_java_make_a_magic_line_in_the_cell_that_declares_them() {
    assertThat(value("String m = \"env\"; int one = 1;\n%\\{m} HOM${(char) ('D' + one)}"))
        .isEqualTo(System.getenv("HOME"));
  }

  private String html(String text) {
    CellResult result = run(text);
    assertThat(result).as("%s: %s", text, result).isInstanceOf(CellResult.Value.class);
    return String.valueOf(((CellResult.Value) result).bundle().data().get(MimeBundle.HTML));
  }
}
