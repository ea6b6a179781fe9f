package dev.flowcell.kernel.java;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Defines the classes of cells, and keeps their bytes. Thread-safe. */
final class CellClassLoader extends URLClassLoader {

  private final Map<String, byte[]> classes = new ConcurrentHashMap<>();

  CellClassLoader(ClassLoader parent) {
    super("cells", new URL[0], parent);
    setPackageAssertionStatus("REPL", true); // an assert that is left away would look like a pass
  }

  /** A class that is defined when it is first used. */
  void put(String name, byte[] bytes) {
    classes.put(name, bytes);
  }

  /** The names of all classes that were put here. */
  Set<String> names() {
    return Set.copyOf(classes.keySet());
  }

  void addPath(Path jarOrFolder) {
    try {
      addURL(jarOrFolder.toUri().toURL());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("cannot use " + jarOrFolder + " on the class path", e);
    }
  }

  /** The names of the types that the added jars and folders have in these very packages. */
  Set<String> addedTypes(Set<String> packages) {
    Set<String> types = new TreeSet<>();
    for (URL url : packages.isEmpty() ? new URL[0] : getURLs()) {
      Path path = Path.of(URI.create(url.toString()));
      try {
        if (Files.isDirectory(path)) {
          for (String each : packages) {
            addTypes(path, path.resolve(each.replace('.', '/')), packages, types);
          }
        } else if (Files.exists(path)) {
          try (JarFile jar = new JarFile(path.toFile())) {
            jar.stream().forEach(entry -> addType(entry.getName(), packages, types));
          }
        }
      } catch (IOException e) {
        // it has none, then
      }
    }
    return types;
  }

  private static void addTypes(Path root, Path folder, Set<String> packages, Set<String> types)
      throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.map(root::relativize).forEach(file -> addType(file.toString(), packages, types));
      }
    }
  }

  private static void addType(String file, Set<String> packages, Set<String> types) {
    if (file.endsWith(".class") && file.indexOf('$') < 0) {
      String type =
          file.substring(0, file.length() - ".class".length()).replace('\\', '.').replace('/', '.');
      if (packages.contains(type.substring(0, Math.max(0, type.lastIndexOf('.'))))) {
        types.add(type);
      }
    }
  }

  /** Whether there is a public type of that name. */
  boolean isPublic(String type) {
    try {
      return Modifier.isPublic(loadClass(type).getModifiers());
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] bytes =
        name.endsWith(".class")
            ? classes.get(name.substring(0, name.length() - ".class".length()).replace('/', '.'))
            : null;
    return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
  }
}
