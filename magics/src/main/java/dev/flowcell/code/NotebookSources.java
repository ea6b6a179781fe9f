package dev.flowcell.code;

import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.Declaration;
import dev.flowcell.cell.Declaration.Kind;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Task;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says what tasks and flows consist of as the notebook stands now. Thread-safe; sources are read
 * once, so that asking again costs little until a cell declares something.
 */
public final class NotebookSources {

  private static final String WRAPPER = "new dev.flowcell.TrackedCall(";
  private static final String HANDLE = "dev.flowcell.TaskHandle<";

  private final CellEvaluator evaluator;
  private final MethodDefinitions definitions;
  private final JavaParser parser = new JavaParser();

  private @Nullable Edition edition;
  private Map<String, List<Declaration>> declared = Map.of();
  private Map<String, List<Declaration>> subtypes = Map.of();
  private Map<String, Facts> facts = new HashMap<>();
  private final Map<Definition, Code> known = new HashMap<>();

  private record Edition(long declarations, long definitions) {}

  /**
   * The sources of a session.
   *
   * @param evaluator knows methods, types and variables
   * @param definitions knows tasks and flows
   */
  public NotebookSources(CellEvaluator evaluator, MethodDefinitions definitions) {
    this.evaluator = evaluator;
    this.definitions = definitions;
  }

  /** What the task or flow consists of now; also of one that has been declared anew since. */
  public synchronized Code of(Definition definition) {
    refresh();
    Code code = known.get(definition);
    if (code == null) {
      code = new Walk().of(definition);
      known.put(definition, code);
    }
    return code;
  }

  /** What the notebook's types of these names consist of now. */
  public synchronized Code ofTypes(Collection<String> names) {
    refresh();
    return new Walk().ofTypes(names);
  }

  private void refresh() {
    Edition now = new Edition(evaluator.edition(), definitions.edition());
    if (now.equals(edition)) {
      return;
    }
    known.clear();
    Map<String, Facts> before = facts;
    facts = new HashMap<>();
    declared = new HashMap<>();
    subtypes = new HashMap<>();
    for (Declaration each : evaluator.declarations()) {
      if (!isGenerated(each)) {
        Facts read = before.get(each.source());
        if (read != null) {
          facts.put(each.source(), read);
        }
        take(each);
      }
    }
    edition = now;
  }

  private void take(Declaration each) {
    declared.computeIfAbsent(each.name(), name -> new ArrayList<>()).add(each);
    if (each.kind() == Kind.TYPE) {
      for (String supertype : facts(each.source()).supertypes()) {
        subtypes.computeIfAbsent(supertype, name -> new ArrayList<>()).add(each);
      }
    }
  }

  /** Whether it stands for a task or flow, whose own source is in its definition. */
  private static boolean isGenerated(Declaration each) {
    return switch (each.kind()) {
      case METHOD -> each.source().contains(WRAPPER);
      case VARIABLE -> each.source().strip().startsWith(HANDLE);
      case TYPE -> false;
    };
  }

  private Facts facts(String source) {
    return facts.computeIfAbsent(source, text -> Facts.of(text, parser));
  }

  /** One way through the sources, which takes each only once. */
  private final class Walk {

    private final SortedMap<String, SortedSet<String>> parts = new TreeMap<>();
    private final SortedSet<String> variables = new TreeSet<>();

    Code of(Definition definition) {
      add(definition);
      return code(facts(definition.source()).head());
    }

    Code ofTypes(Collection<String> names) {
      names.stream()
          .flatMap(name -> declared.getOrDefault(name, List.of()).stream())
          .filter(each -> each.kind() == Kind.TYPE)
          .forEach(this::add);
      return code("");
    }

    private Code code(String head) {
      SortedMap<String, String> digests = new TreeMap<>();
      parts.forEach((part, sources) -> digests.put(part, digest(sources)));
      return new Code(head, digest(digests.values()), digests, variables);
    }

    private void add(Definition definition) {
      String label = definition.kind() + " " + definition.name();
      if (add(label, definition.source()) && definition instanceof Task task) {
        task.options().check().ifPresent(this::follow);
      }
    }

    /** Whether it was not there yet. */
    private boolean add(String label, String source) {
      Facts read = facts(source);
      if (!parts.computeIfAbsent(label, part -> new TreeSet<>()).add(read.normal())) {
        return false;
      }
      read.calls().forEach(this::follow);
      read.names().forEach(this::follow);
      return true;
    }

    /** A name may mean several things at once, in the name spaces that Java keeps apart. */
    private void follow(String name) {
      definitions.ofMethod(name).forEach(this::add);
      for (Declaration each : declared.getOrDefault(name, List.of())) {
        add(each);
      }
    }

    private void add(Declaration each) {
      switch (each.kind()) {
        case VARIABLE -> variables.add(each.name());
        case METHOD -> {
          var unused = add("method " + each.name(), each.source());
        }
        case TYPE -> {
          if (add("type " + each.name(), each.source())) {
            subtypes.getOrDefault(each.name(), List.of()).forEach(this::add);
          }
        }
      }
    }
  }

  /** Of texts of any content, so that no two lists have the same. */
  private static String digest(Collection<String> texts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (String text : texts) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha256.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        sha256.update(bytes);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
