package dev.flowcell.kernel.java.assist;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The names of what the methods of Java's interfaces take. A class file keeps them beside code
 * only, and JShell finds none for an abstract method where Java came without its sources; a class
 * of Java's that has code for it has the names. Not thread-safe.
 */
final class ParameterNames {

  private static final String UTIL = "java/util/";

  /** Which class has code for an interface. */
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("Collection", UTIL + "ArrayList"),
          Map.entry("List", UTIL + "ArrayList"),
          Map.entry("Set", UTIL + "HashSet"),
          Map.entry("SortedSet", UTIL + "TreeSet"),
          Map.entry("NavigableSet", UTIL + "TreeSet"),
          Map.entry("Queue", UTIL + "ArrayDeque"),
          Map.entry("Deque", UTIL + "ArrayDeque"),
          Map.entry("BlockingQueue", UTIL + "concurrent/LinkedBlockingQueue"),
          Map.entry("Map", UTIL + "HashMap"),
          Map.entry("SortedMap", UTIL + "TreeMap"),
          Map.entry("NavigableMap", UTIL + "TreeMap"),
          Map.entry("ExecutorService", UTIL + "concurrent/ThreadPoolExecutor"),
          Map.entry("Stream", UTIL + "stream/ReferencePipeline"),
          Map.entry("IntStream", UTIL + "stream/IntPipeline"),
          Map.entry("LongStream", UTIL + "stream/LongPipeline"),
          Map.entry("DoubleStream", UTIL + "stream/DoublePipeline"),
          Map.entry("CharSequence", "java/lang/String"));

  private static final Pattern METHOD =
      Pattern.compile("(?<head>[^(]*\\()(?<parameters>.+)(?<end>\\).*)");

  private static final Pattern TYPE_VARIABLE = Pattern.compile("^[A-Z][A-Z0-9_]*(?=\\[|$)");

  /** A method of a class, as a signature tells it. */
  private record Method(String name, List<String> types) {}

  private final Map<String, Map<Method, List<String>>> read = new HashMap<>();

  /** The signature with the names that it lacks, where they are known. */
  String in(String signature) {
    Matcher method = METHOD.matcher(signature);
    if (!method.matches()) {
      return signature;
    }
    List<String> types = split(method.group("parameters"));
    return Signature.of(signature)
        .flatMap(named -> names(named, types))
        .map(names -> method.group("head") + joined(types, names) + method.group("end"))
        .orElse(signature);
  }

  private Optional<List<String>> names(Signature signature, List<String> types) {
    List<String> path = signature.path();
    List<String> erased = types.stream().map(ParameterNames::erased).toList();
    boolean isNamed = erased.stream().anyMatch(type -> type.contains(" "));
    return isNamed || path.size() < 2
        ? Optional.empty()
        : Optional.ofNullable(CLASSES.get(path.get(path.size() - 2)))
            .map(owner -> read.computeIfAbsent(owner, ParameterNames::read))
            .map(methods -> methods.get(new Method(path.get(path.size() - 1), erased)));
  }

  private static String joined(List<String> types, List<String> names) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      all.add(types.get(i) + " " + names.get(i));
    }
    return String.join(", ", all);
  }

  /** At the commas that stand in no type arguments. */
  private static List<String> split(String parameters) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < parameters.length(); i++) {
      char c = parameters.charAt(i);
      depth += c == '<' ? 1 : c == '>' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(parameters.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(parameters.substring(start).strip());
    return parts;
  }

  /** The simple name, as that of a class file's descriptor. */
  private static String erased(String type) {
    String raw = simple(Signature.withoutTypeArguments(type).replace("...", "[]"));
    return TYPE_VARIABLE.matcher(raw).replaceFirst("Object");
  }

  private static String simple(String type) {
    return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
  }

  /** Of a class and those above it. */
  private static Map<Method, List<String>> read(String owner) {
    Map<Method, List<String>> names = new HashMap<>();
    for (String name = owner; name != null; ) {
      try (InputStream file = ClassLoader.getSystemResourceAsStream(name + ".class")) {
        if (file == null) {
          break;
        }
        ClassReader reader = new ClassReader(file);
        reader.accept(new MethodsOfClass(names), ClassReader.SKIP_FRAMES);
        name = reader.getSuperName();
      } catch (IOException | RuntimeException e) {
        break; // it is no class of a Java that this one knows
      }
    }
    return names;
  }

  private static final class MethodsOfClass extends ClassVisitor {

    private final Map<Method, List<String>> names;

    MethodsOfClass(Map<Method, List<String>> names) {
      super(Opcodes.ASM9);
      this.names = names;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String generic,
        String @Nullable [] thrown) {
      boolean isUsual = (access & (Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC)) == 0;
      return isUsual ? new Parameters(name, Type.getArgumentTypes(descriptor), names) : null;
    }
  }

  private static final class Parameters extends MethodVisitor {

    private final Method method;
    private final Map<Method, List<String>> names;

    /** Names that are still to be found, by their place among the local variables. */
    private final Map<Integer, String> found = new TreeMap<>();

    Parameters(String name, Type[] types, Map<Method, List<String>> names) {
      super(Opcodes.ASM9);
      List<String> simple = new ArrayList<>();
      int place = 1;
      for (Type type : types) {
        simple.add(simple(type.getClassName()));
        found.put(place, "");
        place += type.getSize();
      }
      method = new Method(name, simple);
      this.names = names;
    }

    @Override
    public void visitLocalVariable(
        String name,
        String descriptor,
        @Nullable String generic,
        Label start,
        Label end,
        int place) {
      found.replace(place, "", name);
    }

    @Override
    public void visitEnd() {
      if (!found.containsValue("")) {
        names.putIfAbsent(method, List.copyOf(found.values()));
      }
    }
  }
}
