package dev.flowcell.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenPageTest {

  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();

  @Test
  void a_browser_that_does_not_read_is_told_at_once_what_has_come_meanwhile() {
    OpenPage page = new OpenPage((event, words) -> told.add(event + " " + words), threads::add);

    page.tell("changed", Set.of("01A"));
    page.tell("changed", Set.of("01B"));
    page.tell("beat", Set.of("."));
    page.tell("changed", Set.of("01A"));

    assertThat(threads).hasSize(1);
    threads.remove().run();
    assertThat(told).containsExactly("changed 01A 01B", "beat .");
  }

  @Test
  void what_happens_while_a_browser_reads_is_told_right_behind() {
    List<OpenPage> pages = new ArrayList<>();
    pages.add(
        new OpenPage(
            (event, words) -> {
              told.add(words);
              if (told.size() == 1) {
                pages.get(0).tell("changed", Set.of("01B"));
              }
            },
            threads::add));
    pages.get(0).tell("changed", Set.of("01A"));

    threads.remove().run();

    assertThat(told).containsExactly("01A", "01B");
    assertThat(threads).isEmpty();
    pages.get(0).tell("changed", Set.of("01C"));
    assertThat(threads).hasSize(1);
  }
}
