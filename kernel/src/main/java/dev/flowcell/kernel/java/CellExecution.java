package dev.flowcell.kernel.java;

import dev.flowcell.kernel.java.classes.CellClassLoader;
import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * JShell's view of where code runs: this JVM, with our class loader. Values and exceptions do not
 * go through JShell, which would turn them into text.
 */
final class CellExecution implements ExecutionControl, ExecutionControlProvider {

  /** Rewrites a class that JShell compiled, into one or more. */
  interface Rewriter {
    Map<String, byte[]> rewrite(String className, byte[] bytes);
  }

  /** Runs what a snippet runs, and keeps what comes of it. */
  interface Runner {
    void run(Method doIt);

    void failed(Throwable linkage);
  }

  private final CellClassLoader loader;
  private final Rewriter rewriter;
  private final Runner runner;

  /** Not rewritten yet: only when JShell has installed a snippet is known where it stands. */
  private final Map<String, byte[]> pending = new LinkedHashMap<>();

  CellExecution(CellClassLoader loader, Rewriter rewriter, Runner runner) {
    this.loader = loader;
    this.rewriter = rewriter;
    this.runner = runner;
  }

  @Override
  public String name() {
    return "flowcell";
  }

  @Override
  public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
    return this;
  }

  @Override
  public void load(ClassBytecodes[] classes) {
    for (ClassBytecodes each : classes) {
      pending.put(each.name(), each.bytecodes());
    }
  }

  /** Hands what was loaded to the class loader; called when a snippet is installed. */
  void link() {
    pending.forEach((name, bytes) -> rewriter.rewrite(name, bytes).forEach(loader::put));
    pending.clear();
  }

  @Override
  public String invoke(String className, String methodName) {
    link();
    Method method;
    try {
      method = loader.loadClass(className).getDeclaredMethod(methodName);
      method.setAccessible(true);
    } catch (ReflectiveOperationException | LinkageError e) {
      runner.failed(e);
      return "";
    }
    runner.run(method);
    return "";
  }

  /** So JShell compiles what changed as a class of another name. */
  @Override
  public void redefine(ClassBytecodes[] classes) throws NotImplementedException {
    throw new NotImplementedException("redefine");
  }

  @Override
  public String varValue(String className, String varName) {
    return "";
  }

  @Override
  public void addToClasspath(String path) {
    for (String each : path.split(Pattern.quote(File.pathSeparator))) {
      loader.addPath(Path.of(each));
    }
  }

  @Override
  public void stop() {}

  @Override
  public Object extensionCommand(String command, Object argument) throws NotImplementedException {
    throw new NotImplementedException(command);
  }

  @Override
  public void close() {}
}
