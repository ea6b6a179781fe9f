package org.dflib.jjava.kernel;

import dev.flowcell.Flowcell;
import dev.flowcell.Session;
import dev.flowcell.magic.CellRunner;
import java.util.List;
import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.util.PathsHandler;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.jspecify.annotations.Nullable;

/** The kernel as notebooks and extensions of JJava ask for it. Thread-safe. */
public final class JavaKernel extends BaseKernel {

  private final Session session;
  private final Extensions brought;

  @SuppressWarnings("NullAway") // the library allows for no history
  private JavaKernel(Session session, KnownTypes types, CellRunner cells, String version) {
    super(
        "Flowcell",
        version,
        new LanguageInfo.Builder("Java").version(Runtime.version().toString()).build(),
        List.of(),
        null,
        new CellIO(session),
        new CommManager(),
        types,
        new MagicParser("(?<=(?:^|=))\\s*%", "%%", new MagicTranspiler()),
        new Registry(cells),
        true,
        new StringStyler.Builder().build());
    this.session = session;
    brought = new Extensions(this, session);
  }

  /** Opens it in that session: what is registered here counts there. */
  public static JavaKernel open(Session session, CellRunner cells, String version) {
    KnownTypes types = new KnownTypes();
    JavaKernel kernel = new JavaKernel(session, types, cells, version);
    types.forget();
    session.renderers().add(types::forms);
    kernel.installNotebookKernel();
    return kernel;
  }

  /** Installs the extensions that libraries bring, each once. */
  public void install(ClassLoader libraries) {
    boolean unused =
        session
            .evaluator()
            .callUserCode(
                () -> {
                  brought.install(libraries);
                  return true;
                });
  }

  /** Makes jars and folders of classes visible to the cells that follow. */
  public void addToClasspath(String paths) {
    session.evaluator().addToClasspath(PathsHandler.splitAndResolveGlobs(paths));
  }

  @Override
  public @Nullable Object evalRaw(String cell) {
    return Flowcell.eval(cell);
  }

  @Override
  public @Nullable DisplayData eval(String cell) {
    return evalBuilder(cell).renderResults().eval();
  }

  /**
   * Runs a cell's text.
   *
   * @param <T> what its value is
   */
  @SuppressWarnings("unchecked") // the caller says what it gives, as with a cast
  public <T> EvalBuilder<T> evalBuilder(String cell) {
    return new EvalBuilder<>(() -> (T) evalRaw(cell));
  }

  /** Refused: only the kernel itself may use its JShell, which runs the cell that would ask it. */
  public JShell getJShell() {
    throw new UnsupportedOperationException(
        "Flowcell keeps its JShell to itself: kernel().evalBuilder(code).eval() runs code,"
            + " kernel().addToClasspath(path) adds libraries, %jshell lists what cells have declared");
  }

  @Override
  public CommManager getCommManager() {
    throw new UnsupportedOperationException(
        "cells open no comms in Flowcell; display(x) and updateDisplay(id, x) show what changes");
  }

  @Override
  public DisplayData inspect(String code, int cursor, boolean detailed) {
    throw clients("inspects");
  }

  @Override
  public ReplacementOptions complete(String code, int cursor) {
    throw clients("completes");
  }

  @Override
  public String isComplete(String code) {
    throw clients("asks whether it is complete:");
  }

  private static UnsupportedOperationException clients(String verb) {
    return new UnsupportedOperationException(
        "it is the client that %s code, and not a cell".formatted(verb));
  }

  /** Uninstalls its extensions; from then on there is no kernel. */
  public void close() {
    brought.uninstall();
    uninstallNotebookKernel();
  }
}
