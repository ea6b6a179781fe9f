package dev.flowcell.render;

import java.util.Set;
import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/**
 * LaTeX between dollars stays as it was written, for a page that sets formulas and for readers of
 * one that does not: to Markdown its stars, underscores and backslashes would mean something else.
 * What is a formula and what an amount of money is told as Pandoc does it, <a
 * href="https://pandoc.org/MANUAL.html#math">tex_math_dollars</a>.
 */
final class Formulas implements InlineContentParserFactory {

  @Override
  public Set<Character> getTriggerCharacters() {
    return Set.of('$');
  }

  @Override
  public InlineContentParser create() {
    return Formulas::tryParse;
  }

  private static ParsedInline tryParse(InlineParserState state) {
    Scanner scanner = state.scanner();
    Position start = scanner.position();
    boolean isBlock = scanner.matchMultiple('$') == 2;
    scanner.setPosition(start);
    scanner.next();
    if (isBlock) {
      scanner.next();
    } else if (!scanner.hasNext() || Character.isWhitespace(scanner.peek())) {
      return ParsedInline.none();
    }
    while (scanner.find('$') > 0) {
      boolean isEscaped = scanner.peekPreviousCodePoint() == '\\';
      boolean isBehindSpace = Character.isWhitespace(scanner.peekPreviousCodePoint());
      scanner.next();
      boolean ends =
          isBlock ? scanner.next('$') : !isBehindSpace && !Character.isDigit(scanner.peek());
      if (ends && !isEscaped) {
        Position end = scanner.position();
        return ParsedInline.of(new Text(scanner.getSource(start, end).getContent()), end);
      }
    }
    return ParsedInline.none();
  }
}
