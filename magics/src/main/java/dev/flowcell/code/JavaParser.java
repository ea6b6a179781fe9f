package dev.flowcell.code;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The JDK's own parser, for what stands in cells. For one thread at a time. */
public final class JavaParser {

  private static final String MEMBERS = "class $ {";
  private static final String STATEMENTS = "class $ { void $() {";

  private final JavaCompiler compiler;
  private final StandardJavaFileManager files;

  /** A parser; fails where there is no JDK. */
  public JavaParser() {
    compiler =
        Objects.requireNonNull(
            ToolProvider.getSystemJavaCompiler(), "Flowcell needs a JDK, this is a Java runtime");
    files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
  }

  /** Reads declarations, as they may stand in a class. */
  public Parsed members(String source) {
    return parse(MEMBERS, source, "\n}");
  }

  /** Reads statements, the last of which may have no semicolon, as they may stand in a method. */
  public Parsed statements(String source) {
    return parse(STATEMENTS, source, "\n;}}");
  }

  private Parsed parse(String before, String source, String behind) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavacTask task =
        (JavacTask)
            compiler.getTask(
                null,
                files,
                diagnostics,
                List.of("-proc:none"),
                null,
                List.of(new Text(before + source + behind)));
    CompilationUnitTree unit = parse(task);
    boolean wrong =
        diagnostics.getDiagnostics().stream()
            .anyMatch(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR);
    return new Parsed(unit, Trees.instance(task).getSourcePositions(), before.length(), wrong);
  }

  private static CompilationUnitTree parse(JavacTask task) {
    try {
      return task.parse().iterator().next();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // from memory
    }
  }

  /**
   * What was read.
   *
   * @param before how many characters the parser saw before the source
   * @param wrong whether the parser found a mistake
   */
  public record Parsed(
      CompilationUnitTree unit, SourcePositions positions, int before, boolean wrong) {

    /** The declarations; for statements, the method around them. */
    public List<? extends Tree> members() {
      return unit.getTypeDecls().size() == 1 && unit.getTypeDecls().get(0) instanceof ClassTree type
          ? type.getMembers()
          : List.of();
    }

    /** Where the tree begins in the source. */
    public int start(Tree tree) {
      return (int) positions.getStartPosition(unit, tree) - before;
    }

    /** Where it ends. */
    public int end(Tree tree) {
      return (int) positions.getEndPosition(unit, tree) - before;
    }
  }

  private static final class Text extends SimpleJavaFileObject {

    private final String text;

    Text(String text) {
      super(URI.create("string:///Cell.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
