package dev.flowcell.kernel.java.errors;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What helps with a compile error, judged by the code around it: slips that everybody makes once,
 * and habits of other languages.
 */
final class Advice {

  /** Names that are none in Java, and what stands for them. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("print", "System.out.print"),
          Map.entry("println", "System.out.println"),
          Map.entry("printf", "System.out.printf"),
          Map.entry("console.log", "System.out.println"),
          Map.entry("cout", "System.out.print"),
          Map.entry("True", "true"),
          Map.entry("False", "false"),
          Map.entry("TRUE", "true"),
          Map.entry("FALSE", "false"),
          Map.entry("None", "null"),
          Map.entry("NULL", "null"),
          Map.entry("nil", "null"),
          Map.entry("let", "var"),
          Map.entry("auto", "var"),
          Map.entry("str", "String"),
          Map.entry("bool", "boolean"),
          Map.entry("integer", "int"));

  /** What a function of Tablesaw is, where it stands for a variable. */
  static final String OF_TABLESAW =
      "no cell declares a variable $1: this is Tablesaw's $1, as in"
          + " table.summarize(\"points\", $1).by(\"group\")";

  private static final String LEN = "@len\\(([^()]*)\\)";

  private static final String EACH_LINE =
      "\\bfor\\s*\\(\\s*(?:final\\s+)?\\S+\\s+(\\w+)\\s*:\\s*"
          + "(?:@|[\\w.]+@\\([^()]*\\)\\s*\\))";
  private static final String EACH = "its elements are of another type: for (${type} $1 : …)";

  /** The first that fits is given. What is in brackets of the line can be quoted. */
  private static final List<Rule> RULES =
      List.of(
          rule("prob.found.req types: (?<type>.+?) cannot be converted", EACH_LINE, EACH),
          rule("prob.found.req lossy conversion from (?<type>\\w+)", EACH_LINE, EACH),
          rule(
              "int.number.too.large",
              "@\\d{20,}",
              "too large even for a long: new BigInteger(\"…\") holds a number of any length"),
          rule(
              "int.number.too.large",
              "\\b(?:int|Integer)\\s+(\\w+)\\s*=\\s*-?@([\\d_]+)",
              "too large for an int: write long $1 = $2L"),
          rule(
              "incompatible.thrown.types.in.mref",
              "",
              "write a lambda instead, and catch it there with try … catch"),
          rule(
              "prob.found.req int cannot be converted to boolean",
              "\\b(?:if|while)\\b.*[^=!<>]=[^=]",
              "= gives a variable a value; to compare, write =="),
          rule(
              "prob.found.req String cannot be converted to int",
              "(\\w+)\\[@",
              "a number stands in brackets; if $1 is a Map, $1.get(…) reads a value"),
          rule(
              "prob.found.req String cannot be converted to boolean",
              "\\b(?:if|while)\\b.*?(\\w+)\\s*@=[^=]",
              "= gives a variable a value; to compare texts, write $1.equals(…)"),
          rule(
              "prob.found.req String cannot be converted to (?:int|long|double|float|short|byte)\\b",
              "@\"-?[\\d.]+\"",
              "a number stands without quotes"),
          rule(
              "prob.found.req String cannot be converted to (?:int|long|short|byte)\\b",
              "@[^\"]",
              "Integer.parseInt(text) reads a whole number from a text"),
          rule(
              "prob.found.req String cannot be converted to (?:double|float)\\b",
              "@[^\"]",
              "Double.parseDouble(text) reads a number from a text"),
          rule(
              "prob.found.req String cannot be converted to char",
              "@\"(.)\"",
              "a char stands in single quotes: '$1'"),
          rule(
              "prob.found.req char cannot be converted to String",
              "@'(.)'",
              "text stands in double quotes: \"$1\""),
          rule(
              "prob.found.req (?:int|long|double|float|char|boolean) cannot be converted to String",
              "",
              "String.valueOf(…) makes a text of it"),
          rule(
              "prob.found.req \\w*AggregateFunction cannot be converted",
              "@(\\w+)\\s*(?:[;)]|$)",
              OF_TABLESAW),
          rule(
              "(?:operator.cant.be.applied|incomparable) \\w*AggregateFunction and",
              "\\b([a-z]\\w*)\\s*@[^\\w\\s]",
              OF_TABLESAW),
          rule(
              "(?:operator.cant.be.applied|incomparable) and \\w*AggregateFunction",
              "@[^\\w\\s]+\\s*([a-z]\\w*)\\s*(?:[^\\w\\s.(]|$)",
              OF_TABLESAW),
          rule(
              "prob.found.req Object cannot be converted to (?<type>\\w+)",
              "",
              "if it is one, write (${type}) before it"),
          rule(
              "prob.found.req .*lossy conversion from double to float",
              "@([\\d.]+)",
              "a number of type float ends with f: $1f"),
          rule(
              "operator.cant.be.applied.1 .*(?:char and String|String and char)",
              "",
              "a char stands in single quotes, a String in double ones"),
          rule(
              "operator.cant.be.applied.1 .*'\\*': String and int",
              "",
              "a text is repeated by text.repeat(n)"),
          rule(
              "operator.cant.be.applied.1 .*'[<>]=?': String and String",
              "@([<>]=?)",
              "texts are compared so: a.compareTo(b) $1 0"),
          rule(
              "cant.apply.symbols .*Scanner\\(no arguments\\)",
              "",
              "to read what is typed, write new Scanner(System.in)"),
          rule("cant.resolve method len\\(String\\)", LEN, "its length is $1.length()"),
          rule("cant.resolve method len\\(\\S*\\[\\]\\)", LEN, "its length is $1.length"),
          rule(
              "cant.resolve method len\\((?:\\w*(?:List|Set|Map)|Collection)<.*",
              LEN,
              "its size is $1.size()"),
          rule(
              "illegal.char .*'#'",
              "@#\\s*(?:include|define)\\b",
              "there is no # in Java: write import"),
          rule("illegal.char .*'#'", "", "a comment begins with //"),
          rule("illegal.char .*'`'", "", "text stands in double quotes: \"hello\""),
          rule(
              "operator.cant.be.applied.1 .*'(?:&&|\\|\\|)': .*\\bint\\b",
              "",
              "both sides are conditions: a == 1 || a == 2"),
          rule(
              "illegal.char .*u(?:2018|2019|201[a-f]|00ab|00bb).*",
              "",
              "these are quotes of a text processor: write the straight ones, \" and '"),
          rule(
              "illegal.(?:esc.char|unicode.esc)",
              "",
              "a backslash in a text is written twice: \"C:\\\\data\""),
          rule(
              "expected|not.stmt|variable.not.allowed",
              "\\)\\s*@?then\\b",
              "there is no 'then' in Java: leave it out"),
          rule(
              "expected",
              "\\bfor@\\s+(\\w+)\\s+in\\s+range\\s*\\(([^(),]+)\\)",
              "write it so: for (int $1 = 0; $1 < $2; $1++)"),
          rule(
              "expected",
              "\\bfor@\\s+(\\w+)\\s+in\\s+(\\w+)\\s*[:{]?\\s*$",
              "write it so: for (var $1 : $2)"),
          rule(
              "expected '\\('",
              "\\b(if|while)@\\s+([^\\s({][^:{]*?)\\s*(?:[:{].*)?$",
              "the condition stands in parentheses: $1 ($2)"),
          rule(
              "illegal.start.of.(?:expr|stmt)",
              "\\)\\s*@:",
              "braces stand around what belongs to it, no colon before it: { … }"),
          rule(
              "expected",
              "^\\s*(?:import\\s+[\\w.]+@?\\s+as|from@?\\s+[\\w.]+@?\\s+import)\\b",
              "Java imports classes: import java.util.List;"),
          rule(
              "expected",
              "\\bf@\"",
              "values are put into a text by \"… %s …\".formatted(value), or by +"),
          rule(
              "expected",
              "(?:^|\\s)Class\\s+\\w+@?\\s*(?:\\{|extends\\b|implements\\b)",
              "write 'class' in small letters"),
          rule(
              "expected",
              "(?:^|\\s)(clas|calss|clss|claas|classs|clsas)\\s+\\w+@?\\s*\\{",
              "write 'class' instead of '$1'"),
          rule("expected", "\\belif\\b", "write 'else if' instead of 'elif'"),
          rule("expected|dot.class", "\\bforeach\\b", "write it so: for (int each : numbers)"),
          rule(
              "expected",
              "\\bfor\\s*\\((.*?\\w+\\s+\\w+)\\s+in\\s+(\\w+)",
              "write it so: for ($1 : $2)"),
          rule(
              "expected",
              "\\bdef\\s+(\\w+)|\\bfunction\\s+(\\w+)",
              "a method begins with the type it gives back: void $1$2() { … }"),
          rule("expected", "@\\s*and\\b|\\band@\\s+[\\w(!]", "write && instead of 'and'"),
          rule("expected", "@\\s*or\\b|\\bor@\\s+[\\w(!]", "write || instead of 'or'"),
          rule("expected", "\\bnot@\\s+\\w|@\\s*not\\s+\\w", "write ! instead of 'not'"),
          rule(
              "expected|dot.class",
              "\\b(?:int|long|double|float|boolean|char|byte|short|String|var)\\s+\\d+[A-Za-z_]",
              "a name cannot begin with a digit"),
          rule(
              "expected|dot.class|not.stmt",
              "\\b(?:int|long|double|float|boolean|char|byte|short|String|var)\\s+"
                  + "(class|new|for|if|else|while|do|case|default|switch|public|private|static|final|return"
                  + "|int|double|long|float|char|byte|short|boolean|this|super|package|import|void|try)\\s*[=;,)]",
              "'$1' is a word of Java's own and cannot be a name"),
          rule("expected", "=\\s*(\\d+),(\\d+)\\s*;", "numbers have a decimal point: $1.$2"),
          rule(
              "expected",
              "(\\w+)\\s+(\\w+)\\s*\\[(\\w+)\\]\\s*;",
              "an array is made so: $1[] $2 = new $1[$3];"),
          rule("expected", "=\\s*-?0\\d*[89]", "a whole number does not begin with 0"),
          rule(
              "expected|illegal.start",
              "\\b(Public|Private|Protected|Static|Final|Return|If|Else|For|While|New|Import)\\b",
              "words of Java's own are written in small letters, '$1' too"),
          rule("expected", "\\bpublic\\s+Class\\b", "write 'class' in small letters"),
          rule(
              "expected <identifier>",
              "\\(.*\\w+\\s+\\w+\\s*,\\s*\\w+\\s*[,)].*\\{",
              "each parameter has a type of its own: int a, int b"),
          rule(
              "expected <identifier>",
              "\\bSystem\\.out\\.|^\\s*\\w+\\s*=[^=]|[;{]\\s*\\w+\\s*=[^=]",
              "statements stand in a method, not in the class itself"),
          rule(
              "expected ';'",
              "\\bfor\\s*\\([^;:]*,[^;:]*,",
              "the parts of a for stand between semicolons: for (int i = 0; i < 3; i++)"),
          rule(
              "expected ';'|dot.class",
              "^\\s*(?!(?:for|if|while|switch|catch)\\b)(\\w+)\\s*\\([^()]*\\)\\s*\\{",
              "a method begins with the type it gives back, or with void: void $1(…)"),
          rule(
              "illegal.start.of.expr",
              "([\\w.]+)\\s*\\*@\\*\\s*([\\w.]+)",
              "a power is written Math.pow($1, $2)"),
          rule(
              "illegal.start.of.expr",
              "(?:[^=<>!]=|[(,]|\\breturn)\\s*@\\{[^{}:;]*\\}",
              "only where an array is declared braces are enough: write new int[] {4, 5}"),
          rule("illegal.start.of.expr", "@\\[", "an array's elements stand in braces: {1, 2, 3}"),
          rule("illegal.start.of.expr", "=@>", "the arrow of a lambda is written ->"),
          rule("illegal.start.of.expr", "@const\\b", "write 'final' instead of 'const'"),
          rule("not.stmt", "->\\s*\\{", "in braces, a lambda gives its value back with 'return'"),
          rule("abstract.cant.be.instantiated List\\b.*", "", "write new ArrayList<>()"),
          rule("abstract.cant.be.instantiated Map\\b.*", "", "write new HashMap<>()"),
          rule("abstract.cant.be.instantiated Set\\b.*", "", "write new HashSet<>()"),
          rule(
              "array.req.but.found .*\\b(?:List|ArrayList)\\b.*",
              "(\\w+)@\\[([^\\]]*)\\]\\s*=[^=]",
              "an element of a List is replaced by $1.set($2, …)"),
          rule(
              "array.req.but.found .*\\b(?:Map|HashMap|TreeMap)\\b.*",
              "(\\w+)@\\[([^\\]]*)\\]\\s*=[^=]",
              "a value comes into a Map by $1.put($2, …)"),
          rule(
              "array.req.but.found .*\\b(?:Map|HashMap|TreeMap)\\b.*",
              "(\\w+)@\\[([^\\]]*)\\]",
              "a value of a Map is read by $1.get($2)"),
          rule(
              "array.req.but.found but String",
              "(\\w+)@\\[([^\\]]*)\\]\\s*=[^=]",
              "a String never changes: make a new one of its parts"),
          rule(
              "array.req.but.found but String",
              "(\\w+)@\\[([^\\]]*)\\]",
              "a letter of a text is read by $1.charAt($2)"),
          rule(
              "array.req.but.found .*\\b(?:List|ArrayList)\\b.*",
              "(\\w+)@?\\[([^\\]]*)\\]",
              "an element of a List is read by $1.get($2)"),
          rule(
              "enum.label.must.be.*",
              "\\bcase\\s+\\w+\\.@?(\\w+)|\\bcase\\s+\\w+@\\.(\\w+)",
              "only the constant stands there: case $1$2"),
          rule("enum.label.must.be.*", "", "the enum has no constant of that name"),
          rule(
              "preview.feature.disabled.* patterns in switch.*",
              "",
              "that needs Java 21, and this kernel runs on an older one: write if (x instanceof"
                  + " String text) …"),
          rule(
              "(?:cant.ref.non.effectively.final.var|local.var.accessed.*)",
              "",
              "a lambda reads local variables that never change: count in an AtomicInteger, or let"
                  + " the stream do it"),
          rule("override.weaker.access", "", "write 'public' before the method"),
          rule(
              "method.does.not.override.superclass",
              "",
              "look at its name and parameters: large and small letters count"),
          rule("not.exhaustive.*", "", "add the missing cases, or default -> …"),
          rule("var.might.not.have.been.initialized", "", "give it a value where it is declared"),
          rule("missing.ret.stmt", "", "each way through the method ends with 'return'"));

  private static final String ARRAY = ".*\\[\\]";
  private static final String SEQUENCE = "(?:\\w*List|\\w*Set|Collection)<.*";

  /** Members that types have under another name; $ is the name that was looked for. */
  private static final List<Member> MEMBERS =
      List.of(
          new Member(ARRAY, "get", "an index in brackets, as in a[0]"),
          new Member(ARRAY, "size", "length, without parentheses"),
          new Member(ARRAY, "sort|stream|fill", "Arrays.$(…)"),
          new Member("String", "size|len", "length()"),
          new Member("String", "substr", "substring"),
          new Member(SEQUENCE + "|Map<.*", "length|len", "size()"),
          new Member("\\w*List<.*", "append|push|push_back", "add"),
          new Member(
              SEQUENCE, "map|filter|reduce|collect|mapToInt|sorted|distinct|limit", "stream().$"));

  /** Types that are words of Java's own. */
  private static final List<String> WORDS_FOR_TYPES =
      List.of("void", "int", "long", "double", "float", "boolean", "char", "byte", "short");

  private Advice() {}

  /**
   * What helps.
   *
   * @param code javac's name of the error
   * @param message what is said of it, in a line
   * @param source the code, and where in it the error is
   */
  static Optional<String> of(String code, String message, String source, int position) {
    String error = code.replaceFirst("^compiler\\.err\\.", "") + " " + message;
    int at = Math.max(0, Math.min(position, source.length()));
    int start = source.lastIndexOf('\n', at - 1) + 1;
    int end = source.indexOf('\n', at) < 0 ? source.length() : source.indexOf('\n', at);
    Line line = new Line(source.substring(start, end), at - start);
    Line bare = new Line(BareCode.of(source).substring(start, end), at - start);
    return RULES.stream().flatMap(rule -> rule.advice(error, line, bare).stream()).findFirst();
  }

  /** What a name of another language is here. */
  static Optional<String> ofName(String name) {
    return Optional.ofNullable(ELSEWHERE.get(name));
  }

  /** The types that are words of Java's own, and then others. */
  static List<String> withWordsForTypes(List<String> others) {
    return Stream.concat(WORDS_FOR_TYPES.stream(), others.stream()).toList();
  }

  /** What a member is called that other types have under this name. */
  static Optional<String> ofMember(String name, String owner) {
    return MEMBERS.stream()
        .filter(each -> owner.matches(each.owner) && name.matches(each.name))
        .findFirst()
        .map(each -> each.meant.replace("$", name));
  }

  private static Rule rule(String error, String line, String advice) {
    return new Rule(
        Pattern.compile("(?:" + error.replaceFirst(" ", "\\\\S* .*?") + ").*", Pattern.DOTALL),
        Pattern.compile(line),
        advice);
  }

  private record Member(String owner, String name, String meant) {}

  /** A line, and where in it the error is. */
  private record Line(String text, int position) {

    String marked() {
      return text.substring(0, position) + "@" + text.substring(position);
    }
  }

  /**
   * One piece of advice.
   *
   * @param error how javac's name of the error and its message begin
   * @param line what stands in the line; @ is the place of the error. What texts and comments say
   *     does not count, but where the error is the text.
   */
  private record Rule(Pattern error, Pattern line, String advice) {

    Optional<String> advice(String said, Line written, Line bare) {
      Matcher about = error.matcher(said);
      String text = at() ? written.marked() : written.text();
      Matcher here = line.matcher(isOfText() ? text : at() ? bare.marked() : bare.text());
      if (!about.matches() || !here.find()) {
        return Optional.empty();
      }
      String filled = advice;
      for (int i = 1; i <= here.groupCount(); i++) {
        String quoted = here.start(i) < 0 ? "" : text.substring(here.start(i), here.end(i));
        filled = filled.replace("$" + i, quoted.replace("@", ""));
      }
      return Optional.of(
          filled.contains("${type}") ? filled.replace("${type}", about.group("type")) : filled);
    }

    private boolean at() {
      return line.pattern().contains("@");
    }

    private boolean isOfText() {
      return line.pattern().startsWith("@\"") || line.pattern().startsWith("@'");
    }
  }
}
