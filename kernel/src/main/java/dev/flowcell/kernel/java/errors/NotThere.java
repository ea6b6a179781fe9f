package dev.flowcell.kernel.java.errors;

import dev.flowcell.cell.NearMatch;
import dev.flowcell.kernel.java.code.HiddenNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;

/** What is not there, in the words of one declaration. */
final class NotThere {

  /** What a class has is told instead of a near name where it is no more than that. */
  private static final int MOST_MEMBERS = 6;

  private static final String OTHERWISE = "Otherwise it works once its cell has run.";

  private final JShell jshell;
  private final DeclarationSnippet snippet;
  private final Where where;
  private final String subject;
  private final SourceNames names;

  NotThere(DeclarationSnippet snippet, Where where, JShell jshell) {
    this.snippet = snippet;
    this.where = where;
    this.jshell = jshell;
    subject = HiddenNames.strip(snippet.name());
    names = SourceNames.of(snippet.source());
  }

  private Optional<SourceNames.Use> use(Missing missing) {
    return names.missing(missing.name(), missing.arguments(), this::isVariable);
  }

  private boolean isVariable(String name) {
    return jshell.variables().anyMatch(each -> each.name().equals(name));
  }

  /** What may be a slip has a sentence of its own; what is only not there yet is told in one. */
  List<String> sentences(List<Missing> missing) {
    List<String> sentences = new ArrayList<>();
    List<Missing> toCome = new ArrayList<>();
    missing.forEach(each -> slip(each).ifPresentOrElse(sentences::add, () -> toCome.add(each)));
    if (!toCome.isEmpty()) {
      sentences.add(toCome(toCome));
    }
    return sentences;
  }

  /** They may be declared in a cell to come. */
  private String toCome(List<Missing> missing) {
    List<Integer> positions =
        missing.stream()
            .flatMap(each -> use(each).stream())
            .map(SourceNames.Use::position)
            .toList();
    String imports =
        missing.stream()
            .flatMap(each -> imports(each).stream())
            .map(line -> " Or " + line)
            .collect(Collectors.joining());
    return where.lines(snippet, positions)
        + subject
        + " "
        + used(missing)
        + (missing.size() == 1
            ? ", which is not defined yet; it works once its cell has run."
            : ", which are not defined yet; it works once their cells have run.")
        + imports;
  }

  private static String used(List<Missing> missing) {
    Map<String, List<String>> byVerb =
        missing.stream()
            .collect(
                Collectors.groupingBy(
                    Missing::verb,
                    LinkedHashMap::new,
                    Collectors.mapping(Missing::shown, Collectors.toList())));
    return byVerb.entrySet().stream()
        .map(each -> each.getKey() + " " + Where.listed(each.getValue()))
        .collect(Collectors.joining(" and "));
  }

  private Optional<String> imports(Missing missing) {
    return missing.kind() == SourceNames.Kind.TYPE
        ? CompileErrors.imports(missing.name(), missing.name(), jshell.sourceCodeAnalysis())
            .stream()
            .findFirst()
        : Optional.empty();
  }

  /** For what is probably no cell's to come. */
  private Optional<String> slip(Missing missing) {
    Optional<SourceNames.Use> use = use(missing);
    Optional<SourceNames.Owner> owner = use.flatMap(SourceNames.Use::owner);
    if (owner.isPresent()) {
      return Optional.of(at(use) + notIn(owner.get(), missing));
    }
    String which = at(use) + subject + " " + missing.verb() + " " + missing.shown() + ", which is ";
    Optional<String> scope = use.flatMap(each -> scopeOf(missing, each));
    return scope.isPresent()
        ? scope.map(words -> which + "not known there: " + words)
        : meant(missing, use)
            .map(near -> which + "not defined yet; did you mean " + near + "? " + OTHERWISE);
  }

  private String at(Optional<SourceNames.Use> use) {
    return use.map(each -> where.lines(snippet, List.of(each.position()))).orElse("");
  }

  private Optional<String> scopeOf(Missing missing, SourceNames.Use use) {
    return missing.kind() != SourceNames.Kind.VARIABLE
        ? Optional.empty()
        : names
            .outOfScope(missing.name(), use.position())
            .map(
                each ->
                    "the "
                        + missing.name()
                        + " of "
                        + where.line(snippet, List.of(each.position()))
                        + " is known only "
                        + each.scope());
  }

  private Optional<String> meant(Missing missing, Optional<SourceNames.Use> use) {
    String name = missing.name();
    if (!name.matches("[\\w$]+") || isDeclared(name)) {
      return Optional.empty();
    }
    List<String> own = use.stream().flatMap(each -> ownNames(missing, each.position())).toList();
    return Advice.ofName(name)
        .or(() -> NearMatch.of(name, own))
        .or(() -> NearMatch.of(name, known(missing)))
        .or(() -> missing.isMethod() ? ofMath(name) : Optional.empty())
        .map(near -> use.filter(SourceNames.Use::isAnnotation).isPresent() ? "@" + near : near);
  }

  private static Optional<String> ofMath(String name) {
    return Arrays.stream(Math.class.getMethods()).anyMatch(each -> each.getName().equals(name))
        ? Optional.of("Math." + name)
        : Optional.empty();
  }

  private Stream<String> ownNames(Missing missing, int position) {
    Stream<String> ofKind = names.visible(missing.kind(), position).stream();
    return missing.kind() == SourceNames.Kind.VARIABLE
        ? Stream.concat(ofKind, names.visible(SourceNames.Kind.TYPE, position).stream())
        : ofKind;
  }

  /** It is there and not whole: no other name is meant. */
  private boolean isDeclared(String name) {
    return jshell
        .snippets()
        .filter(each -> jshell.status(each).isActive())
        .anyMatch(
            each ->
                each instanceof DeclarationSnippet declared
                    && HiddenNames.strip(declared.name()).equals(name));
  }

  private String notIn(SourceNames.Owner owner, Missing missing) {
    String type =
        Optional.ofNullable(
                jshell
                    .sourceCodeAnalysis()
                    .analyzeType(owner.expression(), owner.expression().length()))
            .map(CompilerWords::shortTypes)
            .orElse(owner.name());
    List<String> members = members(owner);
    List<String> ofKind =
        members.stream().filter(each -> each.endsWith("()") == missing.isMethod()).toList();
    Optional<String> near =
        Advice.ofMember(missing.name(), type)
            .or(() -> otherKind(missing, members))
            .or(() -> NearMatch.of(missing.name(), plain(ofKind)));
    String help =
        near.map(each -> "; did you mean " + each + "?")
            .orElseGet(
                () ->
                    members.isEmpty() || members.size() > MOST_MEMBERS
                        ? ""
                        : "; it has " + Where.listed(members));
    return type + " has no " + missing.noun() + help;
  }

  /** Those that not every object has; of methods with brackets. */
  private List<String> members(SourceNames.Owner owner) {
    List<String> ofObject =
        Arrays.stream(Object.class.getDeclaredMethods())
            .map(each -> each.getName() + "()")
            .toList();
    Stream<String> ofSource =
        names.members(owner.name()).stream()
            .map(each -> each.kind() == SourceNames.Kind.METHOD ? each.name() + "()" : each.name());
    return Stream.concat(ofSource, completions(owner.expression() + ".").stream())
        .map(each -> each.replaceFirst("\\(.*", "()"))
        .filter(each -> !each.startsWith("<") && !each.equals("class"))
        .filter(each -> !ofObject.contains(each))
        .distinct()
        .toList();
  }

  private static List<String> plain(List<String> members) {
    return members.stream().map(each -> each.replace("()", "")).toList();
  }

  private static Optional<String> otherKind(Missing missing, List<String> members) {
    return missing.isMethod()
        ? Optional.of(missing.name())
            .filter(members::contains)
            .map(name -> name + ", without parentheses")
        : Optional.of(missing.name() + "()").filter(members::contains);
  }

  private List<String> known(Missing missing) {
    if (missing.isMethod()) {
      return jshell.methods().map(each -> HiddenNames.strip(each.name())).distinct().toList();
    }
    String initial = missing.name().substring(0, 1);
    boolean type = missing.kind() == SourceNames.Kind.TYPE;
    return completions(type ? initial.toUpperCase(Locale.ROOT) : initial).stream()
        .filter(each -> each.matches("\\w+") && !each.equals(missing.name()))
        .toList();
  }

  private List<String> completions(String code) {
    return jshell
        .sourceCodeAnalysis()
        .completionSuggestions(code, code.length(), new int[1])
        .stream()
        .map(SourceCodeAnalysis.Suggestion::continuation)
        .filter(each -> HiddenNames.strip(each).equals(each))
        .distinct()
        .toList();
  }
}
