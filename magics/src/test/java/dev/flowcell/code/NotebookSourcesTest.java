package dev.flowcell.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.Declaration;
import dev.flowcell.cell.Declaration.Kind;
import dev.flowcell.cell.Evaluation;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Hooks;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.flow.Task;
import dev.flowcell.flow.TaskOptions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class NotebookSourcesTest {

  private final Notebook notebook = new Notebook();
  private final NotebookSources sources = new NotebookSources(notebook, notebook);

  @Test
  void comments_and_white_space_do_not_count() {
    Task plain = task("int twice(int n) { return 2 * n; }");
    Task spaced = task("int twice(int n)\n{\n  // two times\n  return 2*n; /* done */ }");
    Task other = task("int twice(int n) { return 3 * n; }");

    assertThat(sources.of(spaced).digest()).isEqualTo(sources.of(plain).digest());
    assertThat(sources.of(other).digest()).isNotEqualTo(sources.of(plain).digest());
  }

  @Test
  void what_a_string_says_counts_to_the_last_blank() {
    Task one = task("String say() { return \"a  // b\"; }");
    Task other = task("String say() { return \"a // b\"; }");

    assertThat(sources.of(one).digest()).isNotEqualTo(sources.of(other).digest());
  }

  @Test
  void a_helper_of_a_helper_belongs_to_a_task() {
    notebook.method("half", "double half(double x) { return part(x, 2); }");
    notebook.method("part", "double part(double x, int of) { return x / of; }");
    notebook.method("stranger", "void stranger() {}");
    Task task = task("double use(double x) { return half(x) + 1; }");
    Code before = sources.of(task);

    assertThat(before.parts().keySet()).containsExactly("method half", "method part", "task t");
    notebook.method("part", "double part(double x, int of) { return x / (of + 1); }");
    assertThat(sources.of(task).changedSince(before)).containsExactly("method part");
    assertThat(sources.of(task).digest()).isNotEqualTo(before.digest());
  }

  @Test
  void tasks_that_are_called_submitted_or_asked_for_by_name_belong_to_it() {
    notebook.define("load", "int load() { return 1; }");
    notebook.define("clean", "int clean(int n) { return n; }");
    notebook.define("plot", "int plot(int n) { return n; }");
    Task task = task("void all() { clean.submit(load()); task(\"plot\").call(1); }");

    assertThat(sources.of(task).parts().keySet())
        .containsExactly("task clean", "task load", "task plot", "task t");
  }

  @Test
  void what_stands_for_a_task_is_not_its_source() {
    notebook.define("load", "int load() { return 1; }");
    Task task = task("int all() { return load(); }");
    Code before = sources.of(task);

    notebook.method("load", "int load() { return new dev.flowcell.TrackedCall(7).call(); }");
    notebook.variable("load", "dev.flowcell.TaskHandle<Integer> load = null;");

    assertThat(sources.of(task)).isEqualTo(before);
  }

  @Test
  void a_check_belongs_to_its_task() {
    notebook.method("isGood", "boolean isGood(int n) { return n > 0; }");
    TaskOptions checked =
        new TaskOptions(
            RetryPolicy.NEVER,
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.of("isGood"),
            Hooks.NONE,
            List.of(),
            "");
    Task task = new Task("t", List.of(), "int one() { return 1; }", 1, checked);

    assertThat(sources.of(task).parts()).containsKey("method isGood");
  }

  @Test
  void a_type_brings_those_that_extend_it() {
    notebook.type("Shape", "interface Shape { double area(); }");
    notebook.type(
        "Square",
        "record Square(double a) implements Shape { public double area() { return scale(a * a); } }");
    notebook.method("scale", "double scale(double x) { return x; }");
    Task task = task("double sum(java.util.List<Shape> all) { return 0; }");

    assertThat(sources.of(task).parts().keySet())
        .containsExactly("method scale", "task t", "type Shape", "type Square");
  }

  @Test
  void recursion_ends() {
    notebook.define("even", "boolean even(int n) { return n == 0 || odd(n - 1); }");
    notebook.define("odd", "boolean odd(int n) { return n != 0 && even(n - 1); }");

    assertThat(sources.of(notebook.ofMethod("even").get(0)).parts().keySet())
        .containsExactly("task even", "task odd");
  }

  @Test
  void variables_that_are_read_are_told_from_names_of_its_own() {
    for (String name :
        List.of(
            "limit", "n", "i", "x", "e", "in", "field", "caught", "inLambda", "written", "late")) {
      notebook.variable(name, "int " + name + " = 1;");
    }
    Task task =
        task(
            """
            int use(int n) throws Exception {
              int x = n + late;
              int late = 2;
              for (int i = 0; i < limit; i++) { x += i; }
              for (var e : java.util.List.of(1)) { x += e; }
              try (var in = new java.io.StringReader("")) { in.read(); } catch (RuntimeException caught) { throw caught; }
              java.util.function.IntUnaryOperator op = inLambda -> inLambda + x;
              Object own = new Object() { int get() { return field; } int field = 3; };
              written = 5;
              return late;
            }
            """);

    assertThat(sources.of(task).variables()).containsExactly("late", "limit");
  }

  @Test
  void variables_that_a_helper_reads_belong_to_the_task() {
    notebook.variable("rate", "double rate = 0.2;");
    notebook.method("tax", "double tax(double x) { return x * rate; }");

    assertThat(sources.of(task("double net(double x) { return x - tax(x); }")).variables())
        .containsExactly("rate");
  }

  @Test
  void a_name_that_an_instanceof_brings_may_be_a_variable_of_the_notebook() {
    notebook.variable("s", "String s = \"a\";");

    assertThat(
            sources
                .of(
                    task(
                        "int f(Object o) { if (o instanceof String s) { return 1; } return s.length(); }"))
                .variables())
        .containsExactly("s");
  }

  @Test
  void statements_are_read_as_well() {
    notebook.define("load", "int load() { return 1; }");
    notebook.variable("limit", "int limit = 3;");
    Task cell = task("int n = load();\nn = Math.min(n, limit);\nn + 1");

    Code code = sources.of(cell);
    assertThat(code.parts()).containsKey("task load");
    assertThat(code.variables()).containsExactly("limit");
  }

  private static Task task(String source) {
    return new Task("t", List.of(), source, 1, TaskOptions.NONE);
  }

  /** Cells that have declared something. */
  private static final class Notebook implements CellEvaluator, MethodDefinitions {

    private final Map<String, Declaration> declared = new LinkedHashMap<>();
    private final Map<String, Definition> defined = new LinkedHashMap<>();
    private long edition;

    void method(String name, String source) {
      declare(Kind.METHOD, name, source);
    }

    void type(String name, String source) {
      declare(Kind.TYPE, name, source);
    }

    void variable(String name, String source) {
      declare(Kind.VARIABLE, name, source);
    }

    private void declare(Kind kind, String name, String source) {
      declared.put(kind + name, new Declaration(kind, name, source));
      edition++;
    }

    void define(String name, String source) {
      defined.put(name, new Task(name, List.of(), source, 1, TaskOptions.NONE));
      edition++;
    }

    @Override
    public Collection<Declaration> declarations() {
      return declared.values();
    }

    @Override
    public List<Definition> ofMethod(String name) {
      return Optional.ofNullable(defined.get(name)).stream().toList();
    }

    @Override
    public long edition() {
      return edition;
    }

    @Override
    public Evaluation evaluate(CellSource cell, String java) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> variableType(String name) {
      return Optional.empty();
    }

    @Override
    public CellError describe(Throwable thrown) {
      throw new UnsupportedOperationException();
    }
  }
}
