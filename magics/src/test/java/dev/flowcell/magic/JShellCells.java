package dev.flowcell.magic;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.Declaration;
import dev.flowcell.cell.Evaluation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * A small evaluator over a real JShell: values come as their text, and it keeps what it was asked.
 */
final class JShellCells implements CellEvaluator, AutoCloseable {

  private final OnCallersThread threads = new OnCallersThread();
  private final JShell shell;
  private final List<String> asked = new ArrayList<>();
  private volatile long edition;

  JShellCells() {
    shell = JShell.builder().executionEngine(threads, Map.of()).build();
    shell.addToClasspath(System.getProperty("java.class.path"));
    shell.eval("import static dev.flowcell.Flowcell.*;");
    shell.eval("import java.util.*;");
  }

  /** The code of every evaluation so far. */
  List<String> asked() {
    return asked;
  }

  @Override
  public Evaluation evaluate(CellSource cell, String java) {
    asked.add(java);
    Evaluation last = new Evaluation.Nothing();
    String rest = java;
    while (!rest.isBlank()) {
      SourceCodeAnalysis.CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      String source = info.source() == null ? rest : info.source();
      rest = info.source() == null || info.remaining() == null ? "" : info.remaining();
      List<SnippetEvent> events = shell.eval(source);
      edition++;
      for (SnippetEvent event : events) {
        if (event.causeSnippet() != null) {
          continue;
        }
        if (event.exception() != null) {
          return new Evaluation.Failed(describe(event.exception()), event.exception());
        }
        if (event.status() == Snippet.Status.REJECTED) {
          return new Evaluation.Failed(CellError.of("CompileError", reason(event.snippet())), null);
        }
        boolean value =
            event.value() != null
                && (event.snippet().kind() == Snippet.Kind.EXPRESSION
                    || event.snippet().subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND);
        last = value ? new Evaluation.Value(event.value()) : new Evaluation.Nothing();
      }
    }
    return last;
  }

  private String reason(Snippet snippet) {
    return shell
        .diagnostics(snippet)
        .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
        .findFirst()
        .orElse("");
  }

  @Override
  public Optional<String> variableType(String name) {
    return shell
        .variables()
        .filter(variable -> variable.name().equals(name))
        .map(VarSnippet::typeName)
        .findFirst();
  }

  @Override
  public List<Method> methods(String name) {
    return shell
        .methods()
        .filter(method -> method.name().equals(name))
        .map(this::classAround)
        .distinct()
        .flatMap(around -> Arrays.stream(around.getDeclaredMethods()))
        .filter(method -> method.getName().equals(name))
        .peek(method -> method.setAccessible(true))
        .toList();
  }

  @Override
  public void addToClasspath(List<Path> jarsAndFolders) {
    jarsAndFolders.forEach(each -> shell.addToClasspath(each.toString()));
  }

  @Override
  public void dropVariable(String name) {
    shell.variables().filter(each -> each.name().equals(name)).toList().forEach(shell::drop);
  }

  @Override
  public Collection<Declaration> declarations() {
    return Stream.of(
            shell.methods().map(each -> declaration(Declaration.Kind.METHOD, each)),
            shell.types().map(each -> declaration(Declaration.Kind.TYPE, each)),
            shell.variables().map(each -> declaration(Declaration.Kind.VARIABLE, each)))
        .flatMap(each -> each)
        .toList();
  }

  private static Declaration declaration(Declaration.Kind kind, DeclarationSnippet snippet) {
    return new Declaration(kind, snippet.name(), snippet.source());
  }

  @Override
  public long edition() {
    return edition;
  }

  @Override
  public Optional<Field> variable(String name) {
    return shell
        .variables()
        .filter(variable -> variable.name().equals(name))
        .flatMap(variable -> Arrays.stream(classAround(variable).getDeclaredFields()))
        .filter(field -> field.getName().equals(name))
        .peek(field -> field.setAccessible(true))
        .findFirst();
  }

  @Override
  public Collection<String> methodNames() {
    return shell.methods().map(MethodSnippet::name).toList();
  }

  @Override
  public Optional<Class<?>> type(String name) {
    return shell
        .types()
        .filter(type -> type.name().equals(name))
        .flatMap(type -> Arrays.stream(classAround(type).getDeclaredClasses()))
        .findFirst()
        .map(type -> (Class<?>) type);
  }

  private Class<?> classAround(Snippet declaration) {
    return threads.find(shell.sourceCodeAnalysis().wrapper(declaration).fullClassName());
  }

  @Override
  public CellError describe(Throwable thrown) {
    String name =
        thrown instanceof EvalException evaluated
            ? evaluated.getExceptionClassName()
            : thrown.getClass().getName();
    return CellError.of(
        name.substring(name.lastIndexOf('.') + 1), String.valueOf(thrown.getMessage()));
  }

  @Override
  public void close() {
    shell.close();
  }

  private static final class OnCallersThread extends DirectExecutionControl
      implements ExecutionControlProvider {

    @Override
    public String name() {
      return "callers-thread";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
      return this;
    }

    Class<?> find(String name) {
      try {
        return findClass(name);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
