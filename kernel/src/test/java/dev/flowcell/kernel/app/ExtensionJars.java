package dev.flowcell.kernel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Libraries with extensions for JJava, made from their source. */
final class ExtensionJars {

  private final Path folder;

  ExtensionJars(Path folder) {
    this.folder = folder;
  }

  /** Compiles a class into a folder. */
  Path classes(String name, String source) {
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    assertThat(compiler.getTask(null, null, null, options, null, List.of(file)).call())
        .as(source)
        .isTrue();
    return folder;
  }

  /** A jar that names extensions, and holds nothing else. */
  Path naming(String jar, String... extensions) throws IOException {
    Path path = folder.resolve(jar);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(path))) {
      out.putNextEntry(new ZipEntry("META-INF/services/org.dflib.jjava.jupyter.Extension"));
      out.write(String.join("\n", extensions).getBytes(StandardCharsets.UTF_8));
    }
    return path;
  }
}
