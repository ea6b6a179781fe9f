package dev.flowcell.kernel.java;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * What cells say of what they declare: its head, and the Javadoc comment above it. Not thread-safe:
 * asked under the lock of the session.
 */
final class WrittenDocs {

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  private static final String AROUND = "class Cell {\n%s\n}";
  private static final int MOST_OF_A_VALUE = 80;

  /** As JShell writes it: {@code int Dog.bark(int times)}, {@code Dog.name:String}. */
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?:.*\\s)?(?<path>[\\w.]+)(?:<[^(]*>)?(?:\\((?<parameters>.*)\\))?(?::.*)?",
          Pattern.UNICODE_CHARACTER_CLASS);

  private final JShell jshell;
  private final Function<Snippet, Snippets.@Nullable Place> places;
  private final Function<String, Optional<Field>> fields;

  /**
   * Answers from a session.
   *
   * @param places where a snippet stands in its cell
   * @param fields what holds a variable's value
   */
  WrittenDocs(
      JShell jshell,
      Function<Snippet, Snippets.@Nullable Place> places,
      Function<String, Optional<Field>> fields) {
    this.jshell = jshell;
    this.places = places;
    this.fields = fields;
  }

  /** A variable with its type, a value that can be told in short, and its comment. */
  String ofVariable(VarSnippet variable) {
    String head = variable.typeName() + " " + variable.name() + value(variable);
    return Javadoc.under(
        head, found(variable, List.of(variable.name()), "").map(Found::comment).orElse(null));
  }

  /** Asks no code of the user's: only values whose text is Java's own. */
  private String value(VarSnippet variable) {
    try {
      Object value =
          fields
              .apply(variable.name())
              .filter(field -> isPlain(field.getType()))
              .map(WrittenDocs::read)
              .orElse(null);
      if (value == null) {
        return "";
      }
      String text = String.valueOf(value).lines().findFirst().orElse("");
      String cut =
          text.length() > MOST_OF_A_VALUE ? text.substring(0, MOST_OF_A_VALUE) + "…" : text;
      return " = " + (value instanceof String ? '"' + cut + '"' : cut);
    } catch (LinkageError e) {
      return "";
    }
  }

  private static boolean isPlain(Class<?> type) {
    return type.isPrimitive()
        || type == String.class
        || type.getPackageName().equals("java.lang") && Number.class.isAssignableFrom(type);
  }

  private static @Nullable Object read(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  /** What a signature of JShell's is about, where a cell has declared it. */
  Optional<String> of(String signature) {
    Matcher matcher = SIGNATURE.matcher(signature);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<String> path = List.of(matcher.group("path").split("\\."));
    String parameters = matcher.group("parameters");
    return jshell
        .snippets()
        .filter(snippet -> jshell.status(snippet).isActive())
        .filter(
            snippet ->
                snippet instanceof DeclarationSnippet declared
                    && declared.name().equals(path.get(0)))
        .flatMap(snippet -> found(snippet, path, parameters).stream())
        .findFirst()
        .map(found -> Javadoc.under(found.head(signature), found.comment()));
  }

  private record Found(Tree tree, String source, @Nullable String comment) {

    /** A type's own first words; what else there is JShell tells better. */
    String head(String signature) {
      if (!(tree instanceof ClassTree type) || signature.contains("(")) {
        Matcher member = Pattern.compile("([^:]+):(.+)").matcher(signature);
        return CompilerWords.shortTypes(
            member.matches() ? member.group(2) + " " + member.group(1) : signature);
      }
      Matcher head =
          Pattern.compile(
                  "(?:class|interface|enum|record|@interface)\\s+"
                      + Pattern.quote(type.getSimpleName().toString())
                      + "\\b[^{]*")
              .matcher(source);
      return head.find() ? head.group().strip().replaceAll("\\s+", " ") : signature;
    }
  }

  private Optional<Found> found(Snippet snippet, List<String> path, @Nullable String parameters) {
    String source = AROUND.replace("%s", commentAbove(snippet) + snippet.source());
    try {
      JavacTask task =
          (JavacTask)
              COMPILER.getTask(
                  null,
                  null,
                  new DiagnosticCollector<>(),
                  List.of("-proc:none"),
                  null,
                  List.of(new Source(source)));
      CompilationUnitTree unit = task.parse().iterator().next();
      Declarations declarations = new Declarations(path, parameters);
      declarations.scan(unit, null);
      TreePath place = declarations.place;
      return place == null
          ? Optional.empty()
          : Optional.of(
              new Found(
                  place.getLeaf(), snippet.source(), DocTrees.instance(task).getDocComment(place)));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // the parser of another Java may refuse what JShell took
    }
  }

  /** A snippet begins behind its comment. */
  private String commentAbove(Snippet snippet) {
    Snippets.Place place = places.apply(snippet);
    if (place == null) {
      return "";
    }
    String java = place.code().java();
    String before = java.substring(0, Math.min(place.offset(), java.length())).stripTrailing();
    int start = before.endsWith("*/") ? before.lastIndexOf("/*") : -1;
    return start < 0 ? "" : before.substring(start) + "\n";
  }

  /** Looks for the declaration that a path of names leads to. */
  private static final class Declarations extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final List<String> path;
    private final @Nullable String parameters;
    @Nullable TreePath place;

    Declarations(List<String> path, @Nullable String parameters) {
      this.path = path;
      this.parameters = parameters;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      boolean isAround = getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree;
      if (!isAround && (parameters == null || parameters.isEmpty())) {
        look(type.getSimpleName().toString());
      }
      return super.visitClass(type, nothing);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      String name = method.getName().toString();
      if (parameters != null && names(method).equals(names(parameters))) {
        if (name.equals("<init>")) {
          lookInside();
        } else {
          look(name);
        }
      }
      return null;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void nothing) {
      if (parameters == null || parameters.isEmpty()) {
        look(variable.getName().toString());
      }
      return null;
    }

    private void look(String name) {
      List<String> here = Stream.concat(around().stream(), Stream.of(name)).toList();
      if (place == null && here.equals(path)) {
        place = getCurrentPath();
      }
    }

    private void lookInside() {
      if (place == null && around().equals(path)) {
        place = getCurrentPath();
      }
    }

    /** The types around, but for the one that makes a snippet a compilation unit. */
    private List<String> around() {
      return Stream.iterate(
              getCurrentPath().getParentPath(), each -> each != null, TreePath::getParentPath)
          .map(TreePath::getLeaf)
          .filter(ClassTree.class::isInstance)
          .map(tree -> ((ClassTree) tree).getSimpleName().toString())
          .collect(
              Collectors.collectingAndThen(
                  Collectors.toList(),
                  all -> {
                    Collections.reverse(all);
                    return List.copyOf(all.subList(1, all.size()));
                  }));
    }

    private static List<String> names(MethodTree method) {
      return method.getParameters().stream()
          .map(parameter -> parameter.getName().toString())
          .toList();
    }

    private static List<String> names(String parameters) {
      return parameters.isBlank()
          ? List.of()
          : Arrays.stream(parameters.replaceAll("<[^()]*?>", "").split(","))
              .map(parameter -> parameter.strip().replaceFirst("^.*\\s", ""))
              .toList();
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Cell.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
