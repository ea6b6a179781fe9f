package dev.flowcell.kernel.java;

import dev.flowcell.kernel.java.classes.CellClassLoader;
import dev.flowcell.kernel.java.shell.TrustedImports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/**
 * The imports every cell sees. They are one snippet on one line: JShell takes each import as 10 ms
 * of analysis, and puts the text of the snippet before what it compiles. A cell's own import or
 * type of the same simple name wins, because the name is taken off the line before; and so does
 * what a library that was added has in a package that the cell imports as a whole.
 */
final class StartupImports {

  /**
   * The first, for which JShell takes the whole line: another import of the same takes its place.
   * JShell prints names of types accordingly, also where the line is left out. So this one says
   * nothing, and nobody else has a use for it.
   */
  private static final String FIRST = "java.lang.Object";

  /** What JShell itself offers its users. */
  private static final List<String> JSHELL =
      List.of(
          "java.io.*",
          "java.math.*",
          "java.net.*",
          "java.nio.file.*",
          "java.util.*",
          "java.util.concurrent.*",
          "java.util.function.*",
          "java.util.prefs.*",
          "java.util.regex.*",
          "java.util.stream.*");

  private static final Pattern DECLARED =
      Pattern.compile(
          "\\b(?:class|interface|enum|record)\\s+(?<type>\\w+)"
              + "|\\bimport\\s+(?<import>(?:static\\s+)?[\\w.]+\\.(?<name>\\w+))\\s*;");

  private static final Pattern STAR =
      Pattern.compile("\\bimport\\s+(?<package>[\\w.]+)\\.\\*\\s*;");

  private final List<String> imports;
  private final CellClassLoader loader;
  private @Nullable Snippet snippet;

  StartupImports(List<String> more, CellClassLoader loader) {
    this.loader = loader;
    imports = Stream.concat(JSHELL.stream(), more.stream()).collect(Collectors.toList());
  }

  /** Makes them known, once. */
  void evaluate(JShell jshell) {
    if (snippet == null || !jshell.status(snippet).isDefined()) {
      declare(jshell);
    }
  }

  private void declare(JShell jshell) {
    String line =
        Stream.concat(Stream.of(FIRST), imports.stream())
            .map(name -> "import " + name + ";")
            .collect(Collectors.joining(" "));
    snippet =
        (snippet == null ? TrustedImports.declare(line, jshell) : Optional.<Snippet>empty())
            .orElseGet(() -> jshell.eval(line).get(0).snippet());
    if (!jshell.status(snippet).isDefined()) {
      throw new IllegalStateException(
          "an import of the session does not compile: "
              + jshell.diagnostics(snippet).map(d -> d.getMessage(null)).toList());
    }
  }

  /** The snippet that has them all. */
  Optional<Snippet> snippet() {
    return Optional.ofNullable(snippet);
  }

  /**
   * Makes way for what the code declares or imports itself. The shorter line takes the place of the
   * former one; dropping that one would take the imports from all code there is.
   */
  void yieldTo(String code, JShell jshell) {
    List<String> taken = new ArrayList<>();
    Matcher declared = DECLARED.matcher(code);
    while (declared.find()) {
      String type = declared.group("type");
      String name = type != null ? type : declared.group("name");
      imports.stream()
          .filter(own -> own.endsWith("." + name) && !own.equals(declared.group("import")))
          .forEach(taken::add);
    }
    List<String> meant = ofLibraries(code);
    meant.stream().flatMap(this::ownAlike).filter(own -> !own.endsWith(".*")).forEach(taken::add);
    if (!taken.isEmpty() || !meant.isEmpty()) {
      imports.removeAll(taken);
      imports.addAll(meant);
      declare(jshell);
    }
  }

  /**
   * The types that come with the star imports of the code, and that a name of ours would hide or
   * make ambiguous.
   */
  private List<String> ofLibraries(String code) {
    Set<String> packages =
        STAR.matcher(code)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    return loader.addedTypes(packages).stream()
        .filter(type -> !imports.contains(type) && ownAlike(type).findAny().isPresent())
        .filter(loader::isPublic)
        .toList();
  }

  /** Our imports that bring a type of the same simple name; JShell's are as they are elsewhere. */
  private Stream<String> ownAlike(String type) {
    String name = type.substring(type.lastIndexOf('.') + 1);
    return imports.stream()
        .filter(own -> !JSHELL.contains(own) && !own.startsWith("static "))
        .filter(
            own ->
                own.endsWith("." + name)
                    || (own.endsWith(".*") && loader.isPublic(own.replace("*", name))));
  }
}
