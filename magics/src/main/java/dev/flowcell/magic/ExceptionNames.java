package dev.flowcell.magic;

import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.NearMatch;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.magic.syntax.Arguments;
import dev.flowcell.magic.syntax.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which exceptions {@code --retry-on} may name in a cell. */
final class ExceptionNames {

  private static final String HINT =
      "Name an exception that the notebook declares or imports, one of Java's own, or any other with"
          + " its package; what begins with a small letter is a boolean method to be asked.";

  private final CellEvaluator evaluator;
  private final String cell;

  /**
   * The names of one cell.
   *
   * @param cell its text: what it declares itself is not known to the evaluator yet
   */
  ExceptionNames(CellEvaluator evaluator, String cell) {
    this.evaluator = evaluator;
    this.cell = cell;
  }

  /** Throws {@link UsageException} for a name that means nothing. */
  void check(Arguments.Given given, String name) {
    if (RetryPolicy.isCondition(name) || isDeclaredHere(name)) {
      return;
    }
    Optional<Class<?>> type = evaluator.type(name);
    if (type.isPresent() && !Throwable.class.isAssignableFrom(type.get())) {
      throw wrong(given, "'" + name + "' is no exception");
    }
    if (type.isPresent()) {
      return;
    }
    Set<String> ofJava = ofJava();
    if (!ofJava.contains(name)) {
      String near =
          NearMatch.of(name, ofJava).map(found -> ", did you mean '" + found + "'?").orElse("");
      throw wrong(given, "unknown exception '" + name + "'" + near);
    }
  }

  private boolean isDeclaredHere(String name) {
    String simple = name.substring(name.lastIndexOf('.') + 1);
    return Pattern.compile("\\bclass\\s+" + Pattern.quote(simple) + "\\b").matcher(cell).find();
  }

  private static UsageException wrong(Arguments.Given given, String message) {
    return new UsageException(message, given.start(), given.end(), HINT);
  }

  /**
   * The simple names of all exceptions that come with Java; takes a moment, so only when in doubt.
   */
  private static Set<String> ofJava() {
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    try (Stream<Path> all = Files.walk(modules)) {
      return all.map(path -> String.valueOf(path.getFileName()))
          .filter(file -> file.endsWith("Exception.class") || file.endsWith("Error.class"))
          .map(file -> file.substring(file.lastIndexOf('$') + 1, file.length() - ".class".length()))
          .collect(Collectors.toSet());
    } catch (IOException | UncheckedIOException e) {
      return Set.of();
    }
  }
}
