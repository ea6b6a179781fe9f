package dev.flowcell.kernel.java.shell;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * What the compiler reads, in less time. The compiler's own way into the jar that Flowcell runs
 * from, a file system over it, walks through all of its 35,000 files before the first cell, which
 * is half a second of work; this reads the jar's table of contents once, beside what the kernel
 * does until somebody asks for it. And the classes that no source can name are left out, a sixth of
 * all that it would know: JShell goes through them all for each cell. Not thread-safe.
 */
public final class CompilerFiles extends ForwardingJavaFileManager<StandardJavaFileManager>
    implements StandardJavaFileManager {

  private static final String CLASS = Kind.CLASS.extension;

  private final Path path;
  private final JarFile jar;

  /** The names of files by their package. */
  private final CompletableFuture<Map<String, List<String>>> packages;

  private CompilerFiles(StandardJavaFileManager others, Path path) throws IOException {
    super(others);
    this.path = path;
    jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
    packages = CompletableFuture.supplyAsync(this::tableOfContents, CompilerFiles::inBackground);
  }

  /**
   * The files of the compiler, with the jar in its own way where it is on that class path.
   *
   * @param classPath as the property {@code java.class.path} has it
   */
  public static StandardJavaFileManager in(
      StandardJavaFileManager others, Path jar, String classPath) {
    if (!jar.toFile().isFile() || !paths(classPath).contains(jar)) {
      return others;
    }
    try {
      CompilerFiles files = new CompilerFiles(others, jar);
      files.setClassPath(classPath);
      return files;
    } catch (IOException e) {
      return others; // which will say what is wrong with it
    }
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "own-jar");
    thread.setDaemon(true);
    thread.start();
  }

  private Map<String, List<String>> tableOfContents() {
    return jar.stream()
        .map(ZipEntry::getName)
        .filter(file -> file.endsWith(CLASS) && !isNameless(file))
        .collect(Collectors.groupingBy(CompilerFiles::packageOf));
  }

  private static String packageOf(String file) {
    return file.substring(0, Math.max(0, file.lastIndexOf('/'))).replace('/', '.');
  }

  private static List<Path> paths(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList();
  }

  private void setClassPath(String classPath) throws IOException {
    setLocationFromPaths(
        StandardLocation.CLASS_PATH,
        paths(classPath).stream().filter(each -> !each.equals(path)).toList());
  }

  /** JShell gives the whole class path anew when something is added to it. */
  @Override
  public boolean handleOption(String option, Iterator<String> values) {
    if (!option.equals("-classpath")) {
      return super.handleOption(option, values);
    }
    try {
      setClassPath(values.next());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return true;
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String packageName, Set<Kind> kinds, boolean recurse) throws IOException {
    Iterable<JavaFileObject> others = super.list(location, packageName, kinds, recurse);
    if (!kinds.contains(Kind.CLASS)) {
      return others;
    }
    if (location != StandardLocation.CLASS_PATH) {
      return named(others);
    }
    List<JavaFileObject> all = new ArrayList<>();
    packages.join().getOrDefault(packageName, List.of()).forEach(file -> all.add(new Entry(file)));
    others.forEach(all::add);
    return all;
  }

  private static List<JavaFileObject> named(Iterable<JavaFileObject> files) {
    return StreamSupport.stream(files.spliterator(), false)
        .filter(file -> !isNameless(file.getName()))
        .toList();
  }

  /** Whether it is an anonymous or a local class, such as {@code Map$1}. */
  private static boolean isNameless(String file) {
    int dollar = file.indexOf('$');
    while (dollar >= 0 && !Character.isDigit(file.charAt(dollar + 1))) {
      dollar = file.indexOf('$', dollar + 1);
    }
    return dollar >= 0;
  }

  @Override
  public String inferBinaryName(Location location, JavaFileObject file) {
    return file instanceof Entry own ? own.binaryName() : super.inferBinaryName(location, file);
  }

  @Override
  public boolean isSameFile(FileObject a, FileObject b) {
    return a instanceof Entry || b instanceof Entry ? a == b : super.isSameFile(a, b);
  }

  @Override
  public boolean contains(Location location, FileObject file) throws IOException {
    return file instanceof Entry
        ? location == StandardLocation.CLASS_PATH
        : super.contains(location, file);
  }

  /** With the jar, for what JShell proposes. */
  @Override
  public Iterable<? extends Path> getLocationAsPaths(Location location) {
    Iterable<? extends Path> others = fileManager.getLocationAsPaths(location);
    if (location != StandardLocation.CLASS_PATH) {
      return others;
    }
    List<Path> all = new ArrayList<>(List.of(path));
    others.forEach(all::add);
    return all;
  }

  @Override
  public void setLocationFromPaths(Location location, Collection<? extends Path> paths)
      throws IOException {
    fileManager.setLocationFromPaths(location, paths);
  }

  @Override
  public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(
      Iterable<? extends File> files) {
    return fileManager.getJavaFileObjectsFromFiles(files);
  }

  @Override
  public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
    return fileManager.getJavaFileObjects(files);
  }

  @Override
  public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
    return fileManager.getJavaFileObjectsFromStrings(names);
  }

  @Override
  public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
    return fileManager.getJavaFileObjects(names);
  }

  @Override
  public void setLocation(Location location, Iterable<? extends File> files) throws IOException {
    fileManager.setLocation(location, files);
  }

  @Override
  public Iterable<? extends File> getLocation(Location location) {
    return fileManager.getLocation(location);
  }

  /** A class in the jar. */
  private final class Entry extends SimpleJavaFileObject {

    private final String file;

    Entry(String file) {
      super(URI.create("jar:/" + file), Kind.CLASS);
      this.file = file;
    }

    String binaryName() {
      return file.substring(0, file.length() - CLASS.length()).replace('/', '.');
    }

    @Override
    public InputStream openInputStream() throws IOException {
      return jar.getInputStream(jar.getJarEntry(file));
    }
  }
}
