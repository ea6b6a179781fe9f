package dev.flowcell.kernel.java.assist;

import dev.flowcell.kernel.java.assist.SourceComments.Declaration;
import dev.flowcell.kernel.java.code.Place;
import dev.flowcell.kernel.java.errors.CompilerWords;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * What cells say of what they declare: its head, and the Javadoc comment above it. Not thread-safe:
 * asked under the lock of the session.
 */
public final class WrittenDocs {

  /** Of the type that makes a snippet a compilation unit. */
  private static final String NAME = "Cell";

  private static final String AROUND = "class " + NAME + " {\n%s\n}";
  private static final int MOST_OF_A_VALUE = 80;

  private final JShell jshell;
  private final Function<Snippet, @Nullable Place> places;
  private final Function<String, Optional<Field>> fields;

  /**
   * Answers from a session.
   *
   * @param places where a snippet stands in its cell
   * @param fields what holds a variable's value
   */
  public WrittenDocs(
      JShell jshell,
      Function<Snippet, @Nullable Place> places,
      Function<String, Optional<Field>> fields) {
    this.jshell = jshell;
    this.places = places;
    this.fields = fields;
  }

  /** A variable with its type, a value that can be told in short, and its comment. */
  String ofVariable(VarSnippet variable) {
    String head = variable.typeName() + " " + variable.name() + value(variable);
    return Javadoc.under(
        head,
        found(variable, List.of(variable.name()), Optional.empty())
            .map(Declaration::comment)
            .orElse(null));
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
    return Signature.of(signature).flatMap(named -> of(signature, named));
  }

  private Optional<String> of(String signature, Signature named) {
    return jshell
        .snippets()
        .filter(snippet -> jshell.status(snippet).isActive())
        .filter(
            snippet ->
                snippet instanceof DeclarationSnippet declared
                    && declared.name().equals(named.path().get(0)))
        .flatMap(
            snippet ->
                found(snippet, named.path(), named.parameters()).stream()
                    .map(found -> Javadoc.under(head(signature, found, snippet), found.comment())))
        .findFirst();
  }

  /** A type's own first words; what else there is JShell tells better. */
  private static String head(String signature, Declaration found, Snippet snippet) {
    String name = found.path().get(found.path().size() - 1);
    boolean isCalled = signature.contains("("); // a record is written as its constructor is
    Matcher head =
        Pattern.compile(
                (isCalled ? "record" : "(?:class|interface|enum|record|@interface)")
                    + "\\s+"
                    + Pattern.quote(name)
                    + "\\b[^{]*")
            .matcher(snippet.source());
    if (!found.isType() || !head.find()) {
      Matcher member = Pattern.compile("([^:]+):(.+)").matcher(signature);
      return CompilerWords.shortTypes(
          member.matches() ? member.group(2) + " " + member.group(1) : signature);
    }
    return head.group().strip().replaceAll("\\s+", " ");
  }

  private Optional<Declaration> found(
      Snippet snippet, List<String> path, Optional<List<String>> parameters) {
    String source = AROUND.replace("%s", commentAbove(snippet) + snippet.source());
    List<String> inside = Stream.concat(Stream.of(NAME), path.stream()).toList();
    return SourceComments.of(source).find(inside, parameters);
  }

  /** A snippet begins behind its comment. */
  private String commentAbove(Snippet snippet) {
    Place place = places.apply(snippet);
    if (place == null) {
      return "";
    }
    String java = place.code().java();
    String before = java.substring(0, Math.min(place.offset(), java.length())).stripTrailing();
    int start = before.endsWith("*/") ? before.lastIndexOf("/*") : -1;
    return start < 0 ? "" : before.substring(start) + "\n";
  }
}
