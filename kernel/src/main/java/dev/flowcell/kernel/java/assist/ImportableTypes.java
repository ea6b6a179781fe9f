package dev.flowcell.kernel.java.assist;

import dev.flowcell.kernel.java.classes.CellClassLoader;
import dev.flowcell.kernel.java.classes.ClassFiles;
import dev.flowcell.kernel.java.errors.CompileErrors;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor.Exports;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/**
 * The types that an import line can name: Java's own, those of added libraries, and of Flowcell's
 * libraries those that lessons use. Read when they are first asked for. Not thread-safe.
 */
public final class ImportableTypes {

  private static final int MOST = 20;

  /** Of types that may turn out to be no public ones. */
  private static final int MOST_LOOKED_AT = 200;

  /** What is meant most often comes first. */
  private static final List<String> COMMON =
      List.of(
          "java.util",
          "java.time",
          "java.nio.file",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.function",
          "java.util.stream",
          "java.util.regex",
          "java.math",
          "java.text",
          "java.io",
          "java.net",
          "java.net.http",
          "java.time.format",
          "java.time.temporal",
          "java.nio.charset",
          "java.sql");

  private static final Pattern OF_JAVA = Pattern.compile("javax?\\..*");
  private static final Pattern SHIPPED =
      Pattern.compile(
          "(?:tech\\.tablesaw|org\\.apache\\.commons\\.math3)\\..*|com\\.google\\.common\\.\\w+\\.[A-Z].*"
              + "|(?:com\\.fasterxml\\.jackson\\.(?:annotation|core|databind)|com\\.google\\.gson|org\\.slf4j)"
              + "\\.[A-Z].*");

  /** Behind all others, in this order; what Java has for few comes last. */
  private static final List<Pattern> LATER =
      List.of(
          Pattern.compile("java\\.awt\\.[A-Z]\\w*"),
          SHIPPED,
          Pattern.compile("java\\.(?:awt|beans|rmi)\\.(?!.*\\bspi\\.).*"),
          Pattern.compile("javax\\..*|.*\\.spi\\..*"));

  /** What Flowcell gives to cells, and they may want to name. */
  private static final List<String> OWN =
      List.of(
          "dev.flowcell.CallOption",
          "dev.flowcell.Flowcell",
          "dev.flowcell.cell.MimeBundle",
          "dev.flowcell.render.chart.Style",
          "dev.flowcell.stats.Description");

  private final CellClassLoader loader;

  /** Full names by the simple ones. */
  private final NavigableMap<String, List<String>> names = new TreeMap<>();

  private final Set<String> read = new HashSet<>();

  /** Those of Java, Flowcell and what is added to that class loader. */
  public ImportableTypes(CellClassLoader loader) {
    this.loader = loader;
  }

  /** The full names of those whose simple name begins so and is none of the known ones. */
  List<String> beginning(String start, Set<String> known) {
    readAll();
    return best(
        start,
        names.subMap(start, start + Character.MAX_VALUE).entrySet().stream()
            .filter(each -> !known.contains(each.getKey()))
            .flatMap(each -> each.getValue().stream()));
  }

  /** The full names of those with that simple name. */
  List<String> named(String name) {
    readAll();
    return best(name, names.getOrDefault(name, List.of()).stream());
  }

  private List<String> best(String name, Stream<String> types) {
    return types
        .sorted(
            Comparator.comparing((String type) -> !simple(type).equals(name))
                .thenComparing(ImportableTypes::rank)
                .thenComparing(ImportableTypes::simple)
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST_LOOKED_AT)
        .filter(this::isPublic)
        .limit(MOST)
        .toList();
  }

  private static int rank(String type) {
    int common = COMMON.indexOf(ClassFiles.packageOf(type));
    if (common >= 0) {
      return common;
    }
    int others = COMMON.size() + (OF_JAVA.matcher(type).matches() ? 0 : 1);
    return IntStream.range(0, LATER.size())
        .filter(i -> LATER.get(i).matcher(type).matches())
        .map(i -> COMMON.size() + 2 + i)
        .findFirst()
        .orElse(others);
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private boolean isPublic(String type) {
    return OF_JAVA.matcher(type).matches()
        ? CompileErrors.isPublicType(type)
        : isPublicInItsFile(type);
  }

  /** Loads nothing: a library may wait for its first use. */
  private boolean isPublicInItsFile(String type) {
    try (InputStream file = loader.getResourceAsStream(type.replace('.', '/') + ".class")) {
      return file != null && (new ClassReader(file).getAccess() & Opcodes.ACC_PUBLIC) != 0;
    } catch (IOException | RuntimeException e) {
      return false; // it is no class of a Java that this one knows
    }
  }

  private void readAll() {
    if (read.isEmpty()) {
      add(ofJava());
      add(OWN);
      for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
        add(read(entry).stream().filter(type -> SHIPPED.matcher(type).matches()).toList());
      }
    }
    Stream.of(loader.getURLs())
        .map(url -> Path.of(URI.create(url.toString())).toString())
        .forEach(entry -> add(read(entry)));
  }

  private void add(Collection<String> types) {
    for (String type : types) {
      if (type.indexOf('$') < 0 && type.indexOf('.') > 0) {
        List<String> same = names.computeIfAbsent(simple(type), each -> new ArrayList<>(1));
        if (!same.contains(type)) {
          same.add(type);
        }
      }
    }
  }

  private List<String> read(String entry) {
    if (!read.add(entry)) {
      return List.of();
    }
    Path path = new File(entry).toPath();
    return Files.isDirectory(path) ? ClassFiles.ofFolder(path) : ClassFiles.ofJar(path);
  }

  private static List<String> ofJava() {
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules");
    return ModuleLayer.boot().modules().stream()
        .flatMap(
            module ->
                module.getDescriptor().exports().stream()
                    .filter(exported -> !exported.isQualified())
                    .map(Exports::source)
                    .filter(each -> OF_JAVA.matcher(each).matches())
                    .flatMap(
                        each ->
                            ClassFiles.ofFolder(modules.resolve(module.getName()), each).stream()))
        .toList();
  }
}
