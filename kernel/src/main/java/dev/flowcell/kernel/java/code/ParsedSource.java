package dev.flowcell.kernel.java.code;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The trees of a compilation unit, by javac's parser alone: its names are not looked up.
 *
 * @param task tells where the trees stand, and their comments
 */
public record ParsedSource(CompilationUnitTree unit, JavacTask task) {

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /**
   * Parses a compilation unit, of which errors leave what can be read.
   *
   * @throws RuntimeException as the parser of another Java may refuse what JShell took
   */
  public static ParsedSource of(String source) {
    JavacTask task =
        (JavacTask)
            COMPILER.getTask(
                null,
                null,
                new DiagnosticCollector<>(),
                List.of("-proc:none"),
                null,
                List.of(new Source(source)));
    try {
      return new ParsedSource(task.parse().iterator().next(), task);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Cell.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
