package dev.flowcell.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogFilterTest {

  @Test
  void what_is_in_a_text_is_never_missed() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      LogFilter filter = new LogFilter();
      String[] texts = new String[1 + random.nextInt(64)];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = text(random, random.nextInt(80));
        filter.add(texts[i]);
      }
      byte[] bytes = filter.toBytes();
      for (String text : texts) {
        int start = random.nextInt(text.length() + 1);
        String part = text.substring(start, start + random.nextInt(text.length() - start + 1));
        assertThat(LogFilter.mayHold(bytes, LogFilter.bits(part.toUpperCase(Locale.ROOT))))
            .isTrue();
        assertThat(LogFilter.mayHold(bytes, LogFilter.bits(part.toLowerCase(Locale.ROOT))))
            .isTrue();
      }
    }
  }

  @Test
  void what_is_in_none_of_a_block_of_lines_is_mostly_known() {
    Random random = new Random(2);
    int[] wanted = LogFilter.bits("needle");
    long taken =
        IntStream.range(0, 1000)
            .filter(
                round -> {
                  LogFilter filter = new LogFilter();
                  IntStream.range(0, 64).forEach(line -> filter.add(text(random, 60)));
                  return LogFilter.mayHold(filter.toBytes(), wanted);
                })
            .count();

    assertThat(taken).isLessThan(20);
  }

  @Test
  void a_filter_of_one_line_is_small() {
    LogFilter filter = new LogFilter();
    filter.add("Exam scores loaded successfully");

    assertThat(filter.toBytes()).hasSizeLessThanOrEqualTo(128);
  }

  /** Of all letters and signs of ASCII, of letters of other scripts and of pairs. */
  private static String text(Random random, int length) {
    return IntStream.range(0, length)
        .map(i -> random.nextInt(20) == 0 ? 0x10400 + random.nextInt(40) : ' ' + random.nextInt(95))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
