package dev.flowcell.kernel.java;

import dev.flowcell.kernel.java.classes.CellClassLoader;
import dev.flowcell.kernel.java.classes.Editions;
import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * JShell's view of where code runs: this JVM, with our class loader. Values and exceptions do not
 * go through JShell, which would turn them into text.
 */
final class CellExecution implements ExecutionControl, ExecutionControlProvider {

  /** Runs what a snippet runs, and keeps what comes of it. */
  interface Runner {
    void run(Method doIt);

    void failed(Throwable linkage);
  }

  private final CellClassLoader loader;
  private final Editions editions;
  private final Runner runner;

  CellExecution(CellClassLoader loader, Editions.Rewriter rewriter, Runner runner) {
    this.loader = loader;
    this.editions = new Editions(loader, rewriter);
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
      editions.load(each.name(), each.bytecodes());
    }
  }

  /** What is in this class is declared once more, be it by the same text. */
  void declaredAgain(String className) {
    editions.declaredAgain(className);
  }

  /** Hands what was loaded to the class loader; called when a snippet is installed. */
  void link() {
    editions.link();
  }

  @Override
  public String invoke(String className, String methodName) {
    link();
    Method method;
    try {
      method = loader.loadClass(loader.latest(className)).getDeclaredMethod(methodName);
      method.setAccessible(true);
    } catch (ReflectiveOperationException | LinkageError e) {
      runner.failed(e);
      return "";
    }
    runner.run(method);
    return "";
  }

  /** Where that is refused, JShell compiles what has changed as a class of another name. */
  @Override
  public void redefine(ClassBytecodes[] classes) throws NotImplementedException {
    if (!editions.redefine(
        Arrays.stream(classes)
            .collect(Collectors.toMap(ClassBytecodes::name, ClassBytecodes::bytecodes)))) {
      throw new NotImplementedException("redefine");
    }
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
