package dev.flowcell.kernel.java.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Libraries;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileManager.Location;
import javax.tools.JavaFileObject.Kind;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.Opcodes;

class CompilerFilesTest {

  @TempDir private Path folder;

  @Test
  void its_classes_compile_beside_those_of_jars_that_are_added_later() throws IOException {
    Path own = jar("own.jar", "own/Tool", "both/Same");
    Path added = jar("added.jar", "other/Tool", "both/Same", "own/More");
    try (JShell shell = shell(own)) {
      assertThat(status(shell, "own.Tool t = null;")).isEqualTo(Snippet.Status.VALID);
      assertThat(status(shell, "other.Tool o = null;")).isEqualTo(Snippet.Status.REJECTED);

      shell.addToClasspath(added.toString());

      assertThat(status(shell, "import own.*;")).isEqualTo(Snippet.Status.VALID);
      assertThat(status(shell, "Tool u = null;")).isEqualTo(Snippet.Status.VALID);
      assertThat(status(shell, "other.Tool p = null;")).isEqualTo(Snippet.Status.VALID);
      assertThat(status(shell, "More m = null;")).isEqualTo(Snippet.Status.VALID);
      assertThat(status(shell, "both.Same s = null;")).isEqualTo(Snippet.Status.VALID);
      assertThat(status(shell, "own.Less l = null;")).isEqualTo(Snippet.Status.REJECTED);
    }
  }

  @Test
  void a_jar_that_is_not_on_the_class_path_changes_nothing() throws IOException {
    Path own = jar("own.jar", "own/Tool");
    try (JShell shell =
        JShell.builder()
            .executionEngine("local")
            .fileManager(
                files -> CompilerFiles.in(files, own, folder.resolve("else.jar").toString()))
            .build()) {
      assertThat(status(shell, "own.Tool t = null;")).isEqualTo(Snippet.Status.REJECTED);
    }
  }

  @Test
  void classes_that_no_source_can_name_are_left_out() throws IOException {
    Path own = jar("own.jar", "own/Tool", "own/Tool$1", "own/Tool$Part", "own/Tool$Part$2Local");
    try (StandardJavaFileManager compiler = files()) {
      StandardJavaFileManager files = CompilerFiles.in(compiler, own, own.toString());

      assertThat(names(files, StandardLocation.CLASS_PATH, "own"))
          .containsExactly("own.Tool", "own.Tool$Part");
      Location platform = files.getLocationForModule(StandardLocation.SYSTEM_MODULES, "java.base");
      assertThat(names(files, platform, "java.util"))
          .contains("java.util.HashMap", "java.util.Map$Entry")
          .noneMatch(name -> name.contains("$1"));
    }
  }

  private static StandardJavaFileManager files() {
    return ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null);
  }

  private static List<String> names(JavaFileManager files, Location location, String packageName)
      throws IOException {
    List<String> names = new ArrayList<>();
    files
        .list(location, packageName, EnumSet.of(Kind.CLASS), false)
        .forEach(file -> names.add(files.inferBinaryName(location, file)));
    return names;
  }

  private Path jar(String name, String... classes) throws IOException {
    Path jar = folder.resolve(name);
    Libraries.write(jar, Opcodes.V11, classes);
    return jar;
  }

  private static JShell shell(Path own) {
    String classPath = String.join(File.pathSeparator, own.toString(), "no-such-folder");
    return JShell.builder()
        .executionEngine("local")
        .fileManager(files -> CompilerFiles.in(files, own, classPath))
        .build();
  }

  private static Snippet.Status status(JShell shell, String code) {
    List<Snippet.Status> found = shell.eval(code).stream().map(event -> event.status()).toList();
    return found.get(found.size() - 1);
  }
}
