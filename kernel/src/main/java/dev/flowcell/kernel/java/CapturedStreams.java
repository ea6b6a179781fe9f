package dev.flowcell.kernel.java;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellInput;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.kernel.java.code.CellClassNames;
import dev.flowcell.kernel.java.errors.PrintedTrace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * System.out, System.err and System.in while the kernel runs: what is printed goes to a sink at
 * once, what is read comes from the cell's input. Types of cells are printed by the names that
 * their cells gave them, and stack traces without the kernel's frames.
 */
public final class CapturedStreams implements AutoCloseable {

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final InputStream in = System.in;
  private final PrintStream capturedOut;
  private final PrintStream capturedErr;
  private final InputStream typed;

  private CapturedStreams(PrintStream capturedOut, PrintStream capturedErr, InputStream typed) {
    this.capturedOut = capturedOut;
    this.capturedErr = capturedErr;
    this.typed = typed;
  }

  /**
   * Replaces the three streams until this is closed.
   *
   * @param sink takes text as it is printed, on the thread that prints it
   * @param input the input of the cell that runs now, such as {@code session::input}
   */
  public static CapturedStreams install(
      BiConsumer<CellOutput.Stream, String> sink, Supplier<CellInput> input) {
    CapturedStreams streams =
        new CapturedStreams(
            printer(text -> sink.accept(CellOutput.Stream.STDOUT, text)),
            new ErrorPrinter(text -> sink.accept(CellOutput.Stream.STDERR, text)),
            new Lines(input));
    System.setOut(streams.capturedOut);
    System.setErr(streams.capturedErr);
    System.setIn(streams.typed);
    return streams;
  }

  /** Gives back those that a cell has set to null: the compiler prints to one, too. */
  public void restoreMissing() {
    if (System.out == null) {
      System.setOut(capturedOut);
    }
    if (System.err == null) {
      System.setErr(capturedErr);
    }
    if (System.in == null) {
      System.setIn(typed);
    }
  }

  /** Puts the former streams back. */
  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
    System.setIn(in);
  }

  private static PrintStream printer(Consumer<String> sink) {
    return new PrintStream(new Decoded(sink), true, StandardCharsets.UTF_8);
  }

  /** Cuts the stack traces that come line by line, one at a time. */
  private static final class ErrorPrinter extends PrintStream {
    private final PrintedTrace trace = new PrintedTrace();

    ErrorPrinter(Consumer<String> sink) {
      super(new Decoded(sink), true, StandardCharsets.UTF_8);
    }

    /** {@link Throwable#printStackTrace} calls this with each of its lines, and nobody else. */
    @Override
    public void println(@Nullable Object line) {
      String text = String.valueOf(line);
      synchronized (this) {
        (line instanceof String ? trace.line(text) : Optional.of(text)).ifPresent(this::println);
      }
    }

    /** At once: the inherited one sends the line's end on its own where it is inherited. */
    @Override
    public void println(@Nullable String line) {
      print(line + System.lineSeparator());
    }
  }

  /** Text from UTF-8 bytes; a character that comes in pieces is kept until it is whole. */
  private static final class Decoded extends OutputStream {
    private final Consumer<String> sink;
    private final CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] rest = new byte[0];

    Decoded(Consumer<String> sink) {
      this.sink = sink;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      String text = decode(bytes, offset, length);
      if (!text.isEmpty()) {
        sink.accept(CellClassNames.readable(text));
      }
    }

    private synchronized String decode(byte[] bytes, int offset, int length) {
      ByteBuffer input = ByteBuffer.allocate(rest.length + length);
      input.put(rest).put(bytes, offset, length).flip();
      CharBuffer text = CharBuffer.allocate(input.remaining() + 1);
      decoder.decode(input, text, false);
      rest = new byte[input.remaining()];
      input.get(rest);
      return text.flip().toString();
    }
  }

  /** Bytes of the lines that somebody types. */
  private static final class Lines extends InputStream {
    private final Supplier<CellInput> input;
    private ByteBuffer line = ByteBuffer.allocate(0);

    Lines(Supplier<CellInput> input) {
      this.input = input;
    }

    @Override
    public int read() {
      fill();
      return line.get() & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      fill();
      int count = Math.min(length, line.remaining());
      line.get(bytes, offset, count);
      return count;
    }

    @Override
    public int available() {
      return line.remaining();
    }

    /** Unchecked errors: a Scanner swallows an IOException and says "No line found" instead. */
    private void fill() {
      if (line.hasRemaining()) {
        return;
      }
      try {
        String text = input.get().readLine("", false) + "\n";
        line = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new CellErrorException(CellError.of("InputError", String.valueOf(e.getMessage())));
      } catch (InterruptedException e) {
        throw new CellInterruptedError();
      }
    }
  }
}
