package dev.flowcell.kernel.java;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.TypeDeclSnippet;

/**
 * A type of the session and an import of the same simple name. JShell takes both, one after the
 * other, and compiles nothing any more; here the later one takes the place of the earlier.
 */
final class NameClashes {

  private static final Pattern DECLARED =
      Pattern.compile(
          "\\b(?:class|interface|enum|record)\\s+(?<type>\\w+)"
              + "|\\bimport\\s+[\\w.]+\\.(?<import>\\w+)");

  private NameClashes() {}

  /** Drops what stands in the way of code that is about to be evaluated. */
  static void makeWay(String source, JShell jshell) {
    if (!mayClash(source, jshell)) {
      return;
    }
    for (Snippet planned : jshell.sourceCodeAnalysis().sourceToSnippets(source)) {
      if (planned instanceof ImportSnippet one && isOfType(one)) {
        types(one.name(), jshell).forEach(jshell::drop);
      } else if (planned instanceof TypeDeclSnippet one) {
        imports(one.name(), jshell).forEach(jshell::drop);
      }
    }
  }

  /** Spares nearly every code the parser. */
  private static boolean mayClash(String source, JShell jshell) {
    Matcher declared = DECLARED.matcher(source);
    while (declared.find()) {
      String type = declared.group("type");
      if (!(type == null ? types(declared.group("import"), jshell) : imports(type, jshell))
          .isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static List<? extends Snippet> types(String name, JShell jshell) {
    return jshell.types().filter(type -> type.name().equals(name)).toList();
  }

  private static List<? extends Snippet> imports(String name, JShell jshell) {
    return jshell.imports().filter(one -> isOfType(one) && one.name().equals(name)).toList();
  }

  private static boolean isOfType(ImportSnippet snippet) {
    return snippet.subKind() == Snippet.SubKind.SINGLE_TYPE_IMPORT_SUBKIND;
  }
}
