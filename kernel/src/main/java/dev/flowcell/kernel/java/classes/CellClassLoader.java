package dev.flowcell.kernel.java.classes;

import dev.flowcell.kernel.java.code.CellClassNames;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Defines the classes of cells, and keeps their bytes. Thread-safe. */
public final class CellClassLoader extends URLClassLoader {

  private final Map<String, byte[]> classes = new ConcurrentHashMap<>();

  /** The types of added jars, which do not change while they are open here. */
  private final Map<Path, List<String>> jars = new ConcurrentHashMap<>();

  private final Links links = new Links();

  /** What waits for the first use of its classes, or null. */
  private volatile @Nullable FirstUse awaited;

  /** Cells see what that class loader has, each other, and what is added later. */
  public CellClassLoader(ClassLoader parent) {
    super("cells", new URL[0], parent);
    setPackageAssertionStatus(
        CellClassNames.PACKAGE, true); // an assert that is left away would look like a pass
  }

  /** Runs this once, before code from here first gets a class whose name begins so. */
  public void beforeFirstUse(String prefix, Runnable opening) {
    awaited = new FirstUse(prefix, opening);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    FirstUse first = awaited;
    if (first != null && name.startsWith(first.prefix)) {
      synchronized (getClassLoadingLock(name)) { // others get the class when it is open
        if (awaited == first) {
          awaited = null;
          first.opening.run();
        }
      }
    }
    return super.loadClass(name, resolve);
  }

  /** A class that is defined when it is first used. */
  public void put(String name, byte[] bytes) {
    classes.put(name, bytes);
  }

  /** Whether a class was put here. */
  public boolean has(String name) {
    return classes.containsKey(name);
  }

  /** Has calls of a class's methods go to another class of the same signature from now on. */
  void replace(String name, String by) {
    try {
      links.lead(loadClass(name), loadClass(by));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(by + " cannot take the part of " + name, e);
    }
  }

  /**
   * The class that has the methods of a class now, and what runs its snippet: itself, or what has
   * taken its part. Variables are in the one of that name.
   */
  public String latest(String name) {
    return links.latest(name);
  }

  /** What leads from the methods of a class to the class that has taken its part. */
  CallSite link(MethodHandles.Lookup from, String method, MethodType type)
      throws ReflectiveOperationException {
    return links.link(from, method, type);
  }

  /** Adds a library. */
  public void addPath(Path jarOrFolder) {
    try {
      addURL(jarOrFolder.toUri().toURL());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("cannot use " + jarOrFolder + " on the class path", e);
    }
  }

  /** The names of the types that the added jars and folders have in these very packages. */
  public Set<String> addedTypes(Set<String> packages) {
    Set<String> types = new TreeSet<>();
    for (URL url : packages.isEmpty() ? new URL[0] : getURLs()) {
      Path path = Path.of(URI.create(url.toString()));
      for (String each : packages) {
        types.addAll(types(path, each));
      }
    }
    types.removeIf(type -> type.indexOf('$') >= 0);
    return types;
  }

  private List<String> types(Path jarOrFolder, String ofPackage) {
    if (Files.isDirectory(jarOrFolder)) {
      return ClassFiles.ofFolder(jarOrFolder, ofPackage);
    }
    return jars.computeIfAbsent(jarOrFolder, ClassFiles::ofJar).stream()
        .filter(type -> ClassFiles.packageOf(type).equals(ofPackage))
        .toList();
  }

  /** Whether there is a public type of that name. */
  public boolean isPublic(String type) {
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

  private record FirstUse(String prefix, Runnable opening) {}
}
