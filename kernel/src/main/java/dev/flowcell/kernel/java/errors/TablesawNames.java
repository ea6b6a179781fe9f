package dev.flowcell.kernel.java.errors;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.Diag;

/**
 * Tablesaw's functions, such as count and sum, where a cell takes them for variables of its own.
 */
final class TablesawNames {

  private static final Pattern ASSIGNED =
      Pattern.compile("cannot assign a value to (?:static )?final variable (?<name>\\w+)");

  private TablesawNames() {}

  /** What is said in place of the first error, where a value is given to such a function. */
  static Optional<String> assigned(List<Diag> errors) {
    Matcher matcher = ASSIGNED.matcher(CompileErrors.message(errors.get(0)));
    return errors.size() > 1 && isAbout(errors.get(1)) && matcher.matches()
        ? Optional.of(Advice.OF_TABLESAW.replace("$1", matcher.group("name")))
        : Optional.empty();
  }

  /** Whether an error names the type of such a function. */
  static boolean isAbout(Diag error) {
    return CompileErrors.message(error).matches(".*\\b\\w*AggregateFunction\\b.*");
  }
}
