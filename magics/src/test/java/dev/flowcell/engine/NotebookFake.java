package dev.flowcell.engine;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.Evaluation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A notebook whose methods are those of {@link NotebookCode}; it stops threads by interrupts. */
final class NotebookFake implements CellEvaluator {

  /** What {@code --retry-on} may name, beside what only its name tells. */
  private static final Map<String, Class<?>> TYPES =
      Map.of("CodeError", NotebookCode.CodeError.class);

  @Override
  public Evaluation evaluate(CellSource cell, String java) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> variableType(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<Class<?>> type(String name) {
    return Optional.ofNullable(TYPES.get(name));
  }

  @Override
  public List<Method> methods(String name) {
    return all().filter(method -> method.getName().equals(name)).toList();
  }

  @Override
  public Collection<String> methodNames() {
    return all().map(Method::getName).distinct().toList();
  }

  @Override
  public CellError describe(Throwable thrown) {
    return CellError.of(thrown.getClass().getSimpleName(), "" + thrown.getMessage());
  }

  private static Stream<Method> all() {
    return Arrays.stream(NotebookCode.class.getDeclaredMethods())
        .filter(method -> !method.isSynthetic() && !Modifier.isPrivate(method.getModifiers()));
  }
}
