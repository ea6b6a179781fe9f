package dev.flowcell.cell;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The language of the notebook. One evaluation runs at a time; a nested one is allowed on the
 * thread of the code that is being evaluated.
 */
public interface CellEvaluator {

  /**
   * Evaluates code in the notebook's session.
   *
   * @param cell the cell it belongs to, for the places in errors and stack traces
   * @param java the code; where it is a part of the cell, everything else is blanked, so that lines
   *     and columns are the cell's
   * @return how it ended; never throws for what user code does
   */
  Evaluation evaluate(CellSource cell, String java);

  /**
   * Evaluates declarations that were evaluated before, without a note to the user.
   *
   * @return whether the compiler takes them
   */
  default boolean declares(CellSource cell, String java) {
    return !(evaluate(cell, java) instanceof Evaluation.Failed);
  }

  /**
   * Runs what calls the user's code outside an evaluation, such as a value's {@code toString},
   * where the user's interrupt reaches it.
   *
   * @throws CellInterruptedError when it was interrupted
   */
  default <T> T callUserCode(Supplier<T> work) {
    return work.get();
  }

  /**
   * Stops what the user's code does on a thread: what waits ends, and the cell's own code throws
   * {@link CellInterruptedError}, again and again until {@link #release}. Safe from any thread.
   */
  default void stop(Thread thread) {
    thread.interrupt();
  }

  /**
   * Lets the user's code run on the calling thread again: no trace of {@link #stop} is left there.
   */
  default void release() {
    Thread.interrupted();
  }

  /** Makes jars and folders of classes visible to the code that follows. */
  default void addToClasspath(List<Path> jarsAndFolders) {}

  /** Forgets a variable, if the session has one of that name. */
  default void dropVariable(String name) {}

  /** Whether the session has a variable of that name, and of which type, as Java source. */
  Optional<String> variableType(String name);

  /**
   * A class by the name that a cell knows it by: a type of the cells such as {@code Score} or
   * {@code Exam.Score} as it is declared now, or a type of a library by its whole name or as it is
   * imported.
   */
  default Optional<Class<?>> type(String name) {
    return Optional.empty();
  }

  /**
   * The methods of that name which cells have declared, as they are now: static, fit to be called.
   */
  default List<Method> methods(String name) {
    return List.of();
  }

  /** All that cells have declared, generated code included, as it is now. */
  default Collection<Declaration> declarations() {
    return List.of();
  }

  /** The import lines that hold for cells, those of the start included. */
  default List<String> imports() {
    return List.of();
  }

  /** A number that is another one whenever {@link #declarations} may have changed. */
  default long edition() {
    return 0;
  }

  /** What holds the value of a variable that a cell has declared: static, fit to be read. */
  default Optional<Field> variable(String name) {
    return Optional.empty();
  }

  /**
   * The names of methods and variables that declared code uses and that no cell has declared yet.
   */
  default Collection<String> missing() {
    return List.of();
  }

  /** The names of all methods that cells have declared. */
  default Collection<String> methodNames() {
    return List.of();
  }

  /**
   * The throwable as a cell shows it: the user's own frames first with {@code In [4]} and the
   * cell's line, the kernel's frames cut.
   */
  CellError describe(Throwable thrown);
}
