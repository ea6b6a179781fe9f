package dev.flowcell.kernel.java.shell;

import dev.flowcell.kernel.java.code.CellClassNames;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/**
 * Compiles code that declares nothing into a class of its own, against all that JShell has
 * declared. JShell itself parses such code once more, analyses it up to three times, to know a type
 * that nobody asks for and what depends on it, and keeps it. The compiler is the one that JShell
 * uses; where its {@link Innards} are closed, nothing compiles here. Guarded by the evaluator's
 * lock.
 */
public final class DirectCompiler {

  /** The method that runs the code and gives its value; errors know it by JShell's name. */
  public static final String METHOD = "do_it$";

  /**
   * Code that was compiled.
   *
   * @param form what it is
   * @param className of the class that has {@link #METHOD}
   * @param classes all that were made, by name
   * @param firstLine the line of the compiled source where the code begins, from 1
   */
  public record Compiled(Form form, String className, Map<String, byte[]> classes, int firstLine) {}

  private final JShell jshell;
  private final Innards.Lazily innards;
  private final CompiledClasses classes;
  private long number;

  /** For a session; what it compiles does not stay among {@code classes}. */
  public DirectCompiler(JShell jshell, Innards.Lazily innards, CompiledClasses classes) {
    this.jshell = jshell;
    this.innards = innards;
    this.classes = classes;
  }

  /**
   * Compiles code, if it may be such.
   *
   * @param imports of the session, spared where the code has no use for them
   * @return empty where it declares something, or does not compile
   */
  public Optional<Compiled> compile(String code, Optional<Snippet> imports) {
    List<Form> forms = Form.of(code);
    if (forms.isEmpty()) {
      return Optional.empty();
    }
    Collection<Snippet> unneeded = unneeded(code, imports);
    return forms.stream().flatMap(form -> compile(form, code, unneeded).stream()).findFirst();
  }

  /** The imports and declarations that code does not name: each costs the compiler a while. */
  private Collection<Snippet> unneeded(String code, Optional<Snippet> imports) {
    Set<Snippet> unneeded = new HashSet<>();
    if (Names.areVariables(code, Names.ofVariables(jshell))) {
      imports.ifPresent(unneeded::add);
    }
    Names.in(code)
        .ifPresent(
            names ->
                jshell
                    .snippets()
                    .filter(DeclarationSnippet.class::isInstance)
                    .filter(each -> !names.contains(((DeclarationSnippet) each).name()))
                    .forEach(unneeded::add));
    return unneeded;
  }

  /**
   * Compiles code as what it may be.
   *
   * @param without what it does not name: its import is spared
   * @return empty where it is not that, or does not compile
   */
  Optional<Compiled> compile(Form form, String code, Collection<Snippet> without) {
    return innards.get().flatMap(calls -> compile(form, code, without, calls));
  }

  private Optional<Compiled> compile(
      Form form, String code, Collection<Snippet> without, Innards calls) {
    String name = CellClassNames.PREFIX + CellClassNames.DIRECT + ++number;
    String before =
        calls.imports(without)
            + ("class " + name.substring(name.indexOf('.') + 1) + " {\n")
            + ("public static java.lang.Object " + METHOD + "() throws java.lang.Throwable {\n");
    boolean done = calls.compile(before + form.body(code) + "}\n}\n");
    Map<String, byte[]> made = new LinkedHashMap<>();
    classes.take(name).forEach((each, file) -> made.put(each, calls.bytes(file)));
    int firstLine = (int) before.chars().filter(c -> c == '\n').count() + form.firstLine();
    return done ? Optional.of(new Compiled(form, name, made, firstLine)) : Optional.empty();
  }
}
