package dev.flowcell.magic.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the magic lines of a cell. Knows Java's strings, characters, text blocks, comments and
 * brackets, so that a {@code %} inside one of them is never a magic. Thread-safe.
 */
public final class CellScanner {

  /** Which words behind a {@code %} are magics. */
  public interface Names {

    /** Whether a line that begins with that word is a magic line, whatever stands before it. */
    boolean isMagic(String word);

    /** Whether what stands below it, with two percent signs, is text and no Java. */
    boolean takesText(String word);
  }

  private static final Pattern SEMICOLON = Pattern.compile(";[ \\t]*(?://.*)?");

  private final Names names;

  /** A scanner of cells in which these names are magics. */
  public CellScanner(Names names) {
    this.names = names;
  }

  /** Reads the text of a cell; never throws, whatever the text is. */
  public Scan scan(String text) {
    return new Pass(text).run();
  }

  private final class Pass {

    private final String text;
    private final byte[] kinds;
    private final List<MagicLine> magics = new ArrayList<>();
    private final List<Integer> openLines = new ArrayList<>();
    private int position;
    private int depth;
    private boolean betweenStatements = true;
    private boolean behindAssignment;
    private final List<MagicValue> values = new ArrayList<>();

    Pass(String text) {
      this.text = text;
      this.kinds = new byte[text.length()];
    }

    Scan run() {
      while (position < text.length()) {
        if (depth == 0 && isLineStart(position)) {
          openLines.add(position);
          MagicLine magic = magicAt(position);
          if (magic != null) {
            magics.add(magic);
            take(Scan.MAGIC, magic.stop());
            betweenStatements = true;
            continue;
          }
        }
        next();
      }
      return new Scan(text, kinds, magics, values, openLines);
    }

    private boolean isLineStart(int at) {
      return at == 0 || isLineEnd(text.charAt(at - 1));
    }

    private void next() {
      char c = text.charAt(position);
      if (text.startsWith("//", position)) {
        take(Scan.COMMENT, lineEnd(position));
      } else if (text.startsWith("/*", position)) {
        take(Scan.COMMENT, behind("*/", position + 2));
      } else if (text.startsWith("\"\"\"", position)) {
        take(Scan.LITERAL, textBlockEnd(position + 3));
      } else if (c == '"' || c == '\'') {
        take(Scan.LITERAL, literalEnd(c, position + 1));
      } else if (c == '%' && behindAssignment && wordEnd(position + 1) > position + 1) {
        MagicValue value = new MagicValue(position, lineEnd(position));
        values.add(value);
        take(Scan.VALUE, value.end());
        behindAssignment = false;
        betweenStatements = depth == 0;
      } else {
        code(c);
        position++;
      }
    }

    /** Where a word ends that a letter begins; no expression of Java begins with a percent sign. */
    private int wordEnd(int from) {
      int end = from;
      while (end < text.length()
          && (end == from
              ? Character.isLetter(text.charAt(end))
              : Character.isJavaIdentifierPart(text.charAt(end)))) {
        end++;
      }
      return end;
    }

    private void code(char c) {
      if (c == '(' || c == '[' || c == '{') {
        depth++;
      } else if (c == ')' || c == ']' || c == '}') {
        depth = Math.max(0, depth - 1);
      }
      if (!Character.isWhitespace(c)) {
        betweenStatements = c == ';' && depth == 0;
        behindAssignment = c == '=';
      }
    }

    private void take(byte kind, int end) {
      if (kind == Scan.LITERAL) {
        betweenStatements = false;
        behindAssignment = false;
      }
      while (position < end) {
        kinds[position++] = kind;
      }
    }

    private int behind(String mark, int from) {
      int at = text.indexOf(mark, from);
      return at < 0 ? text.length() : at + mark.length();
    }

    private int textBlockEnd(int from) {
      for (int i = from; i < text.length(); i++) {
        if (text.charAt(i) == '\\') {
          i++;
        } else if (text.startsWith("\"\"\"", i)) {
          return i + 3;
        }
      }
      return text.length();
    }

    private int literalEnd(char quote, int from) {
      for (int i = from; i < text.length(); i++) {
        char c = text.charAt(i);
        if (isLineEnd(c)) {
          return i;
        }
        if (c == '\\' && i + 1 < text.length() && !isLineEnd(text.charAt(i + 1))) {
          i++;
        } else if (c == quote) {
          return i + 1;
        }
      }
      return text.length();
    }

    private int lineEnd(int from) {
      int end = from;
      while (end < text.length() && !isLineEnd(text.charAt(end))) {
        end++;
      }
      return end;
    }

    private @Nullable MagicLine magicAt(int lineStart) {
      int end = lineEnd(lineStart);
      int percent = lineStart;
      while (percent < end && isBlank(text.charAt(percent))) {
        percent++;
      }
      if (percent == end || text.charAt(percent) != '%') {
        return null;
      }
      boolean cell = text.startsWith("%%", percent);
      int name = percent + (cell ? 2 : 1);
      int rest = name;
      while (rest < end && Character.isJavaIdentifierPart(text.charAt(rest))) {
        rest++;
      }
      if (betweenStatements && Interpolation.begins(text, name)) {
        return new MagicLine(lineStart, percent, cell, "", name, end, end);
      }
      if (rest == name || (rest < end && !isBlank(text.charAt(rest)) && !isStatement(rest, end))) {
        return null;
      }
      String word = text.substring(name, rest);
      // No Java statement begins with %, so there any word can only have been meant as a magic.
      if (!names.isMagic(word) && !(betweenStatements && Character.isLetter(word.charAt(0)))) {
        return null;
      }
      int stop = cell && names.takesText(word) ? text.length() : end;
      return new MagicLine(lineStart, percent, cell, word, rest, end, stop);
    }

    /** Whether a name that begins a statement has nothing behind it but a semicolon. */
    private boolean isStatement(int rest, int end) {
      return betweenStatements && SEMICOLON.matcher(text).region(rest, end).matches();
    }
  }

  /** Whether a line ends there, in any of the ways that cells have. */
  public static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /**
   * A line that begins with a magic.
   *
   * @param start where the line begins
   * @param percent where its {@code %} stands
   * @param cell whether it is written with two of them
   * @param name the word behind
   * @param rest where the name ends
   * @param end where the line ends, without its line end
   * @param stop where all ends that is no Java: the line, or the cell below a magic of text
   */
  public record MagicLine(
      int start, int percent, boolean cell, String name, int rest, int end, int stop) {

    /** The magic as it is written, such as {@code %%task}. */
    public String written() {
      return (cell ? "%%" : "%") + name;
    }
  }

  /**
   * A magic whose value a statement assigns, as in {@code List<String> added = %jars lib}; it takes
   * the rest of the line.
   *
   * @param percent where its {@code %} stands
   * @param end where the line ends
   */
  public record MagicValue(int percent, int end) {}

  /** What was found in a text. Immutable. */
  public static final class Scan {

    static final byte CODE = 0;
    static final byte COMMENT = 1;
    static final byte LITERAL = 2;
    static final byte MAGIC = 3;
    static final byte VALUE = 4;

    private static final Pattern STATEMENT_END = Pattern.compile(";?\\s*(?:(?<=[\\s;])//.*)?$");

    /** Stands for the value of a magic where the Java is read, but not run. */
    private static final String SOME_VALUE = "0;";

    private final String text;
    private final byte[] kinds;
    private final List<MagicLine> magics;
    private final List<MagicValue> values;
    private final List<Integer> openLines;
    private final String java;

    private Scan(
        String text,
        byte[] kinds,
        List<MagicLine> magics,
        List<MagicValue> values,
        List<Integer> openLines) {
      this.text = text;
      this.kinds = kinds;
      this.magics = List.copyOf(magics);
      this.values = List.copyOf(values);
      this.openLines = List.copyOf(openLines);
      char[] blanked = text.toCharArray();
      magics.forEach(magic -> blank(blanked, magic.percent(), magic.stop()));
      for (MagicValue value : values) {
        blank(blanked, value.percent(), value.end());
        SOME_VALUE.getChars(0, SOME_VALUE.length(), blanked, value.percent());
      }
      this.java = new String(blanked);
    }

    /** The text of the cell. */
    public String text() {
      return text;
    }

    /** The magics that stand on lines of their own, in order. */
    public List<MagicLine> magics() {
      return magics;
    }

    /** The magics whose values are assigned, in order. */
    public List<MagicValue> values() {
      return values;
    }

    /** What a magic says whose value is assigned, without its percent sign. */
    public String text(MagicValue value) {
      String said = text.substring(value.percent() + 1, value.end());
      return STATEMENT_END.matcher(said).replaceFirst("");
    }

    /** Whether a magic could stand in the line that begins there. */
    public boolean isOpenLine(int start) {
      return openLines.contains(start);
    }

    /** Whether the character is code, neither comment nor literal nor magic. */
    boolean isCode(int at) {
      return kinds[at] == CODE;
    }

    /** Whether there is anything to run between two places. */
    public boolean hasCode(int from, int to) {
      return firstCode(from, to).isPresent();
    }

    /** The first character between two places that belongs to a statement. */
    public Optional<Integer> firstCode(int from, int to) {
      for (int i = from; i < to; i++) {
        if (kinds[i] == LITERAL || (kinds[i] == CODE && !Character.isWhitespace(text.charAt(i)))) {
          return Optional.of(i);
        }
      }
      return Optional.empty();
    }

    /** The text with its magic lines blanked: every character keeps its place. */
    public String java() {
      return java;
    }

    /** Overwrites all but line ends with blanks. */
    public static void blank(char[] text, int from, int to) {
      for (int i = from; i < to; i++) {
        if (!isLineEnd(text[i])) {
          text[i] = ' ';
        }
      }
    }

    /** The statements and declarations at the outermost level between two places, in order. */
    public List<Item> items(int from, int to) {
      List<Item> items = new ArrayList<>();
      int at = from;
      Optional<Integer> start;
      while ((start = firstCode(at, to)).isPresent()) {
        Item item = itemAt(start.get(), to);
        items.add(item);
        at = item.end();
      }
      return items;
    }

    private Item itemAt(int start, int to) {
      int depth = 0;
      boolean assigns = text.startsWith("new", start);
      for (int i = start; i < to; i++) {
        boolean endsValue = kinds[i] == VALUE && (i + 1 == to || kinds[i + 1] != VALUE);
        if (endsValue && depth == 0) {
          return new Item(start, i + 1, false);
        }
        if (kinds[i] != CODE) {
          continue;
        }
        char c = text.charAt(i);
        switch (c) {
          case '(', '[', '{' -> depth++;
          case ')', ']', '}' -> depth = Math.max(0, depth - 1);
          case '=' -> assigns |= depth == 0;
          default -> {}
        }
        if (depth == 0 && (c == ';' || (c == '}' && !assigns))) {
          return new Item(start, i + 1, c == '}');
        }
      }
      return new Item(start, to, false);
    }
  }

  /**
   * One statement or declaration; a long statement such as {@code if … else} may be several.
   *
   * @param block whether it ends with the brace of a block
   */
  public record Item(int start, int end, boolean block) {}
}
