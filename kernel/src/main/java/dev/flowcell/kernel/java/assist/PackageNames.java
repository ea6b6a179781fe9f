package dev.flowcell.kernel.java.assist;

import dev.flowcell.cell.Completion;
import dev.flowcell.kernel.java.classes.CellClassLoader;
import dev.flowcell.kernel.java.classes.ClassFiles;
import java.io.File;
import java.lang.module.ModuleDescriptor.Exports;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packages that an import can name. JShell looks for them in the background, for seconds, and
 * proposes none meanwhile. Thread-safe.
 */
public final class PackageNames {

  private static final Pattern IMPORT =
      Pattern.compile("\\bimport\\s+(?:static\\s+)?(?<name>[\\w.]*)$");

  private final CellClassLoader loader;
  private final NavigableSet<String> names = new TreeSet<>();
  private final Set<String> read = new HashSet<>();

  /** Those of Java, Flowcell and what is added to that class loader. */
  public PackageNames(CellClassLoader loader) {
    this.loader = loader;
  }

  /** What can follow the code where an import ends it; empty where none does. */
  Optional<Completion> complete(String before) {
    Matcher line = IMPORT.matcher(before);
    if (!line.find()) {
      return Optional.empty();
    }
    String name = line.group("name");
    int from = name.lastIndexOf('.') + 1;
    List<String> parts =
        beginning(name).stream()
            .map(each -> each.substring(from).replaceFirst("\\..*", "") + ".")
            .distinct()
            .toList();
    return Optional.of(
        new Completion(parts, before.length() - name.length() + from, before.length()));
  }

  private synchronized List<String> beginning(String start) {
    if (read.isEmpty()) {
      names.addAll(ofJava());
    }
    Stream.concat(
            Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator)),
            Stream.of(loader.getURLs()).map(PackageNames::path))
        .filter(read::add)
        .forEach(this::read);
    return new ArrayList<>(names.subSet(start, start + Character.MAX_VALUE));
  }

  private static List<String> ofJava() {
    return ModuleLayer.boot().modules().stream()
        .flatMap(module -> module.getDescriptor().exports().stream())
        .filter(exported -> !exported.isQualified())
        .map(Exports::source)
        .toList();
  }

  private static String path(URL url) {
    return Path.of(URI.create(url.toString())).toString();
  }

  private void read(String entry) {
    Path path = new File(entry).toPath();
    List<String> types =
        Files.isDirectory(path) ? ClassFiles.ofFolder(path) : ClassFiles.ofJar(path);
    types.stream().map(ClassFiles::packageOf).filter(each -> !each.isEmpty()).forEach(names::add);
  }
}
