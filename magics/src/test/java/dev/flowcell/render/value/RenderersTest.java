package dev.flowcell.render.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.MimeBundle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

public class RenderersTest {

  private final Renderers renderers = Renderers.standard();

  @Test
  void shows_null_as_a_word() {
    assertThat(renderers.render(null).text()).isEqualTo("null");
  }

  @Test
  void passes_a_bundle_on_as_it_is() {
    MimeBundle bundle = MimeBundle.html("<b>x</b>", "x");

    assertThat(renderers.render(bundle)).isSameAs(bundle);
  }

  @Test
  void shows_what_it_does_not_know_as_its_own_text_alone() {
    assertThat(renderers.render(List.of(1, 2))).isEqualTo(MimeBundle.text("[1, 2]"));
    assertThat(renderers.render(Map.of())).isEqualTo(MimeBundle.text("{}"));
    assertThat(renderers.render(List.of())).isEqualTo(MimeBundle.text("[]"));
    assertThat(renderers.render("<b>")).isEqualTo(MimeBundle.text("<b>"));
  }

  @Test
  void shows_a_table_as_html_with_a_text_twin() {
    MimeBundle bundle = renderers.render(Table.create(IntColumn.create("n", new int[] {7})));

    assertThat(bundle.data().keySet()).containsExactly(MimeBundle.HTML, MimeBundle.TEXT);
  }

  @Test
  void shows_arrays_by_their_elements() {
    Object[] holdsItself = new Object[1];
    holdsItself[0] = holdsItself;

    assertThat(renderers.render(new int[][][] {{{1, 2}, {}, null}}).text()).contains("[1, 2]");
    assertThat(renderers.render(new String[] {"a", null}).text()).isEqualTo("[a, null]");
    assertThat(renderers.render(holdsItself).text()).startsWith("[[[").contains("[…]");
    assertThat(renderers.render(new byte[50_000_000]).text())
        .hasSizeLessThan(101_000)
        .endsWith("… (50,000,000 elements in all)]");
  }

  @Test
  void shows_lists_by_their_first_elements_however_long_deep_or_broken_they_are() {
    List<Object> holdsItself = new ArrayList<>();
    holdsItself.add(List.of(holdsItself));
    Object broken =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no text");
          }
        };

    assertThat(renderers.render(Collections.nCopies(1_000_000, 7)).text())
        .hasSizeLessThan(10_000)
        .endsWith("… (1,000,000 elements in all)]");
    assertThat(renderers.render(holdsItself).text()).startsWith("[[[").contains("[…]");
    assertThat(renderers.render(List.of(1, broken)).text())
        .startsWith("[1, <")
        .contains("it threw java.lang.IllegalStateException: no text");
    assertThat(renderers.render(List.of(new int[] {1, 2})).text()).isEqualTo("[[1, 2]]");
  }

  @Test
  void shows_a_stream_without_reading_it() {
    Stream<Integer> stream = Stream.of(1, 2);

    assertThat(renderers.render(stream).text()).startsWith("a stream, not read yet");
    assertThat(stream.toList()).containsExactly(1, 2);
  }

  @Test
  void shows_a_picture_as_png() {
    MimeBundle bundle = renderers.render(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB));

    assertThat(bundle.data().keySet()).containsExactly(MimeBundle.PNG, MimeBundle.TEXT);
    assertThat(bundle.text()).isEqualTo("a picture of 3 × 2");
  }

  @Test
  void asks_the_renderers_of_libraries_first_and_skips_one_that_throws(@TempDir Path folder)
      throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(Renderer.class.getName()),
        Throwing.class.getName() + "\n" + OfLocale.class.getName());
    Thread here = Thread.currentThread();
    ClassLoader before = here.getContextClassLoader();
    try (URLClassLoader library =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      here.setContextClassLoader(library);

      assertThat(renderers.render(Locale.ROOT).text()).isEqualTo("a locale");
      assertThat(renderers.render(1).text()).isEqualTo("1");
    } finally {
      here.setContextClassLoader(before);
    }
  }

  public static final class Throwing implements Renderer {
    @Override
    public Optional<MimeBundle> render(Object value) {
      throw new IllegalStateException();
    }
  }

  public static final class OfLocale implements Renderer {
    @Override
    public Optional<MimeBundle> render(Object value) {
      return value instanceof Locale ? Optional.of(MimeBundle.text("a locale")) : Optional.empty();
    }
  }

  @Test
  void says_so_when_a_value_throws_while_it_is_asked_for_its_text() {
    Object value =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("not ready");
          }
        };

    assertThat(renderers.render(value).text())
        .contains("RenderersTest", "cannot be shown", "IllegalStateException: not ready");
  }

  @Test
  void lets_an_interrupt_pass() {
    Object value =
        new Object() {
          @Override
          public String toString() {
            throw new CellInterruptedError();
          }
        };

    assertThatThrownBy(() -> renderers.render(value)).isInstanceOf(CellInterruptedError.class);
  }

  @Test
  void cuts_huge_texts_and_says_so() {
    String text = renderers.render("x".repeat(3_000_000)).text();

    assertThat(text).hasSizeLessThan(100_100).endsWith("x… (cut: 3,000,000 characters in all)");
  }

  @Test
  void says_so_when_a_renderer_fails() {
    Renderers broken =
        new Renderers(
            List.of(
                Renderer.of(
                    String.class,
                    text -> {
                      throw new IllegalArgumentException("no picture");
                    })));

    assertThat(broken.render("x").text()).contains("java.lang.String", "no picture");
  }
}
