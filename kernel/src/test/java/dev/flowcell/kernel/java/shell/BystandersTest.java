package dev.flowcell.kernel.java.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import dev.flowcell.kernel.java.classes.CellClassLoader;
import dev.flowcell.kernel.java.classes.Editions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BystandersTest {

  private final AtomicInteger compiledInVain = new AtomicInteger();
  private final Editions editions =
      new Editions(
          new CellClassLoader(getClass().getClassLoader()), (name, bytes) -> Map.of(name, bytes));

  /** Whether a class can be changed as a session's can; what it runs stays the first one. */
  private boolean takesEditions;

  private final JShell shell = JShell.builder().executionEngine(new Local(), Map.of()).build();
  private final KnownSnippets known = KnownSnippets.of(shell);
  private final Bystanders bystanders = new Bystanders(shell, new Innards.Lazily(shell), known);

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void what_a_declaration_does_not_name_is_not_imported_for_it() {
    declare("int alpha = 1;");
    declare("int beta() { return alpha; }");

    assertThat(compiled(declare("int gamma = 2;"))).doesNotContain("alpha", "beta");
    assertThat(compiled(declare("int delta = beta();"))).contains(".beta;");
    assertThat(value("delta + gamma + alpha")).isEqualTo("4");
  }

  @Test
  void the_imports_of_a_session_are_spared_where_only_variables_are_named() {
    Optional<Snippet> imports = Optional.of(declare("import java.util.*;"));

    assertThat(compiled(declare("int one = 1;", imports))).doesNotContain("java.util");
    assertThat(compiled(declare("int two = one + 1;", imports))).doesNotContain("java.util");
    assertThat(compiled(declare("List<Integer> both = List.of(one, two);", imports)))
        .contains("java.util");
    assertThat(compiled(declare("int one = 3;", imports))).contains("java.util"); // for both
    assertThat(value("both.size() + one")).isEqualTo("5");
  }

  @Test
  void a_type_that_only_a_method_names_is_there_for_a_variable() {
    declare("record Point(int x) {}");
    declare("class Shape { Point corner = new Point(7); }");
    declare("Shape shape() { return new Shape(); }");
    declare("var corner = shape().corner;");
    declare("var corners = java.util.List.of(corner);");

    assertThat(value("corners.get(0).x()")).isEqualTo("7");
  }

  @Test
  void the_type_of_a_variable_is_told_beside_types_that_it_does_not_name() {
    declare("import java.util.*;");
    declare("class Apart {}");

    assertThat(((VarSnippet) declare("var words = List.of(\"a\");")).typeName())
        .isEqualTo("List<String>");
  }

  @Test
  void what_names_a_changed_declaration_finds_all_it_names_itself() {
    declare("int base() { return 1; }");
    declare("String name = \"n\";");
    declare("String label() { return name + base(); }");
    declare("String twice() { return label() + label(); }");
    declare("long base() { return 2L; }");

    assertThat(value("twice()")).isEqualTo("\"n2n2\"");
  }

  @Test
  void a_type_that_named_a_changed_declaration_once_finds_all_it_names_now() {
    declare("int one() { return 1; }");
    declare("int other() { return 2; }");
    declare("class Both { int get() { return one(); } }");
    declare("class Both { int get() { return other(); } }");
    declare("long one() { return 1L; }");

    assertThat(value("new Both().get()")).isEqualTo("2");
  }

  @Test
  void what_waits_for_a_name_gets_it() {
    declare("int later() { return soon() + other; }");
    declare("int other = 1;");
    declare("int soon() { return 2; }");

    assertThat(value("later()")).isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource({
    "int x = 1;, int x = 2;",
    "int f(int a) { return a; }, int f(int a) { return a + 1; }",
    "class C {}, class C { int a; }",
    "record R(int a) {}, record R(long a) {}"
  })
  void what_is_declared_again_is_compiled_once(String before, String again) {
    takesEditions = true;
    declare(before);
    declare(again);

    assertThat(compiledInVain).hasValue(0);
  }

  @Test
  void one_of_several_overloads_can_be_declared_again() {
    try (Cells cells = new Cells()) {
      cells.run("int f(int a) { return g(a); }");
      cells.run("int f(String a) { return g(a.length()); }");
      cells.run("int g(int a) { return 10 * a; }");
      cells.run("int f(int a) { return g(a) + 1; }");

      assertThat(cells.value("f(1) + f(\"ab\")")).isEqualTo(31);
    }
  }

  private Snippet declare(String source) {
    return declare(source, Optional.empty());
  }

  private Snippet declare(String source, Optional<Snippet> imports) {
    bystanders.makeWay(List.of(source), imports);
    List<SnippetEvent> events = shell.eval(source);
    known.show();
    assertThat(events.get(0).status().isActive()).as(source).isTrue();
    return events.get(0).snippet();
  }

  private String compiled(Snippet declaration) {
    return shell.sourceCodeAnalysis().wrapper(declaration).wrapped();
  }

  private String value(String expression) {
    return shell.eval(expression).get(0).value();
  }

  /** This JVM, which can't change a class that it has. */
  private final class Local extends LocalExecutionControl implements ExecutionControlProvider {

    @Override
    public void load(ClassBytecodes[] classes)
        throws ClassInstallException, NotImplementedException, EngineTerminationException {
      super.load(classes);
      for (ClassBytecodes each : classes) {
        editions.load(each.name(), each.bytecodes());
      }
      editions.link();
    }

    @Override
    public void redefine(ClassBytecodes[] classes) throws NotImplementedException {
      if (takesEditions
          && editions.redefine(
              Arrays.stream(classes)
                  .collect(Collectors.toMap(ClassBytecodes::name, ClassBytecodes::bytecodes)))) {
        return;
      }
      compiledInVain.incrementAndGet();
      throw new NotImplementedException("redefine");
    }

    @Override
    public String name() {
      return "local";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return this;
    }
  }
}
