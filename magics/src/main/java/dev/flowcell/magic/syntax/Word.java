package dev.flowcell.magic.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of a magic line.
 *
 * @param text what it says, without its quotes
 * @param start where it begins in the cell, quotes included
 * @param end where it ends
 * @param equals where in {@code text} the first {@code =} outside quotes stands, or -1
 * @param plain whether it begins without a quote
 */
public record Word(String text, int start, int end, int equals, boolean plain) {

  /**
   * Splits a part of a cell into words. A trailing {@code // comment} is left out, and so is a
   * semicolon behind the last word: hands that write Java put one there.
   */
  public static List<Word> of(String cell, int from, int to) {
    List<Word> words = new ArrayList<>();
    int at = from;
    while (true) {
      while (at < to && CellScanner.isBlank(cell.charAt(at))) {
        at++;
      }
      if (at >= to || (cell.startsWith("//", at) && at + 2 <= to)) {
        return withoutSemicolon(words, cell);
      }
      Word word = at(cell, at, to);
      words.add(word);
      at = word.end;
    }
  }

  private static List<Word> withoutSemicolon(List<Word> words, String cell) {
    int last = words.size() - 1;
    if (last < 0 || cell.charAt(words.get(last).end - 1) != ';') {
      return words;
    }
    Word word = words.remove(last);
    String text = word.text.substring(0, word.text.length() - 1);
    if (!text.isEmpty()) {
      words.add(new Word(text, word.start, word.end - 1, word.equals, word.plain));
    }
    return words;
  }

  private static Word at(String cell, int start, int to) {
    StringBuilder text = new StringBuilder();
    int equals = -1;
    int quoteAt = -1;
    int i = start;
    for (; i < to; i++) {
      char c = cell.charAt(i);
      if (c == '\\' && i + 1 < to && isEscaped(cell.charAt(i + 1))) {
        text.append(cell.charAt(++i));
      } else if (quoteAt >= 0) {
        if (c == cell.charAt(quoteAt)) {
          quoteAt = -1;
        } else {
          text.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quoteAt = i;
      } else if (CellScanner.isBlank(c)) {
        break;
      } else {
        if (c == '=' && equals < 0) {
          equals = text.length();
        }
        text.append(c);
      }
    }
    if (quoteAt >= 0) {
      throw new UsageException(
          "the quote " + cell.charAt(quoteAt) + " is not closed", quoteAt, quoteAt + 1);
    }
    char first = cell.charAt(start);
    return new Word(text.toString(), start, i, equals, first != '"' && first != '\'');
  }

  private static boolean isEscaped(char c) {
    return c == '\\' || c == '"' || c == '\'';
  }
}
