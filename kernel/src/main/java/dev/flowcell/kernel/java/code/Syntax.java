package dev.flowcell.kernel.java.code;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A quick look at many snippets at once. JShell's own look takes some errors for complete code, so
 * that half of a cell would have run before they are told.
 */
public final class Syntax {

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** A snippet is good when it parses in one of these places. */
  private static final List<String> PLACES =
      List.of("class C { void m() {\n%s\n;} }", "class C {\n%s\n}", "class C { Object o =\n%s\n;}");

  private Syntax() {}

  /** Those of the snippets that may not parse; imports are taken as good. */
  public static List<SourceParts.Part> unsure(List<SourceParts.Part> parts) {
    List<SourceParts.Part> asked =
        parts.stream().filter(part -> !part.source().strip().startsWith("import")).toList();
    if (asked.isEmpty()) {
      return List.of();
    }
    List<Source> sources =
        asked.stream()
            .flatMap(part -> PLACES.stream().map(place -> new Source(part, place)))
            .toList();
    Set<Source> bad = bad(sources);
    return asked.stream()
        .filter(part -> sources.stream().noneMatch(s -> s.part.equals(part) && !bad.contains(s)))
        .toList();
  }

  private static Set<Source> bad(List<Source> sources) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavacTask task =
        (JavacTask) COMPILER.getTask(null, null, diagnostics, List.of("-proc:none"), null, sources);
    try {
      task.parse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Set<Source> bad = new HashSet<>();
    diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .flatMap(diagnostic -> Stream.ofNullable(diagnostic.getSource()))
        .forEach(source -> bad.add((Source) source));
    return bad;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final SourceParts.Part part;
    private final String place;

    Source(SourceParts.Part part, String place) {
      super(URI.create("string:///C.java"), Kind.SOURCE);
      this.part = part;
      this.place = place;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return place.replace("%s", part.source());
    }
  }
}
