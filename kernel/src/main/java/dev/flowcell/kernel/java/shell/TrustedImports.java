package dev.flowcell.kernel.java.shell;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;

/**
 * Declares imports that are known to be right. JShell itself goes through all that they bring
 * twice, and generates code, which takes a third of the time until a session's first cell is done.
 * It has no method for that, hence the reflection.
 */
public final class TrustedImports {

  private TrustedImports() {}

  /**
   * Declares them in a session that has none yet.
   *
   * @param line of all of them
   * @return empty where the way in is refused: JShell is to evaluate the line
   */
  public static Optional<Snippet> declare(String line, JShell jshell) {
    try {
      Object eval = Opened.get(jshell, "eval");
      Object maps = Opened.get(jshell, "maps");
      Class<?> list = Opened.type(jshell, "DiagList");
      Method toSnippets =
          Opened.method(eval.getClass(), "sourceToSnippetsWithWrappers", String.class);
      Method setStatus =
          Opened.method(Snippet.class, "setCompilationStatus", Status.class, List.class, list);
      Method install = Opened.method(maps.getClass(), "installSnippet", Snippet.class);
      Object none = Opened.create(Opened.constructor(list));
      Snippet snippet = (Snippet) ((List<?>) Opened.call(toSnippets, eval, line)).get(0);
      Opened.call(setStatus, snippet, Status.VALID, List.of(), none);
      Opened.call(install, maps, snippet);
      return Optional.of(snippet);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return Optional.empty();
    }
  }
}
