package dev.flowcell;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.flow.CachePolicy;
import dev.flowcell.flow.Definition;
import dev.flowcell.flow.Durations;
import dev.flowcell.render.value.Options;
import dev.flowcell.stats.Description;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import tech.tablesaw.api.Table;

/**
 * What cells call. Every cell has these methods by name; nothing inside Flowcell uses this class.
 * It holds the way into the open session and nothing else. Thread-safe.
 */
public final class Flowcell {

  private static volatile @Nullable Session open;

  private Flowcell() {}

  /**
   * The logger of the task or flow that runs. Its lines stand in the run view, with time, level and
   * attempt, and are kept with the run. Outside a run they are printed by the cell.
   *
   * <pre>{@code
   * %task
   * Table loadData() {
   *     runLogger().info("reading {}", "scores.csv");
   *     return Table.read().csv("scores.csv");
   * }
   * }</pre>
   */
  public static Logger runLogger() {
    Definition running = session().engine().running();
    return SessionLogger.ofRun(running == null ? "cell" : running.name());
  }

  /**
   * Shows a value below the cell, in the middle of its work: a table, a plot, HTML, or anything
   * else as text.
   *
   * <pre>{@code
   * display(scores.first(5));
   * }</pre>
   *
   * @return a name for the display, for {@link #updateDisplay}
   */
  public static String display(@Nullable Object value) {
    return show(session().renderers().render(value));
  }

  /**
   * Shows a value in one form.
   *
   * <pre>{@code
   * display("text/html", "<b>important</b>");
   * display("md", "**important**");
   * }</pre>
   *
   * @param type a MIME type, or in short text, html, md, latex, json, svg, png or javascript
   * @return a name for the display, for {@link #updateDisplay}
   */
  public static String display(String type, @Nullable Object value) {
    return show(render(value, type));
  }

  /** Shows a value in one form, as {@link #display(String, Object)} does. */
  public static String display(@Nullable Object value, String type) {
    return display(type, value);
  }

  /** Shows a text in one form; either of the two may be the type, the first is looked at first. */
  public static String display(String type, String text) {
    return GivenForm.isType(type) ? display(type, (Object) text) : display(text, (Object) type);
  }

  /**
   * Shows a value in several forms, of which a viewer takes the richest it knows.
   *
   * @param type a MIME type or a short name, as all that follow
   */
  public static String display(@Nullable Object value, String type, String other, String... more) {
    return show(render(value, types(type, other, more)));
  }

  /**
   * A value in the form in which it is shown, for the end of a cell.
   *
   * <pre>{@code
   * render("**important**", "md")
   * }</pre>
   *
   * @param types MIME types or short names as for {@link #display(String, Object)}; none for the
   *     forms that suit it best
   */
  public static MimeBundle render(@Nullable Object value, String... types) {
    return types.length == 0
        ? session().renderers().render(value)
        : GivenForm.of(value, List.of(types), session());
  }

  /** HTML, to end a cell with or to {@link #display(Object)}. */
  public static MimeBundle html(String html) {
    return render(html, "html");
  }

  /** A formula, such as {@code "$$e^{i\\pi}$$"}, to end a cell with or to display. */
  public static MimeBundle latex(String latex) {
    return render(latex, "latex");
  }

  /** JSON, as a tree that can be opened and closed, to end a cell with or to display. */
  public static MimeBundle json(String json) {
    return render(json, "json");
  }

  private static String[] types(String type, String other, String... more) {
    return Stream.concat(Stream.of(type, other), Stream.of(more)).toArray(String[]::new);
  }

  private static String show(MimeBundle bundle) {
    Session session = session();
    String id = session.engine().newId();
    session.cell().handOut(id);
    session.engine().output().display(bundle, id);
    return id;
  }

  /**
   * Replaces what an earlier {@link #display} shows.
   *
   * <pre>{@code
   * String id = display("starting");
   * updateDisplay(id, "half way");
   * }</pre>
   *
   * @param id what {@code display} returned
   */
  public static void updateDisplay(String id, @Nullable Object value) {
    Session session = session();
    session.engine().output().update(id, session.renderers().render(value));
  }

  /** Replaces what an earlier {@link #display} shows, by a value in one form. */
  public static void updateDisplay(String id, String type, @Nullable Object value) {
    session().engine().output().update(id, render(value, type));
  }

  /** The same with the type behind the value. */
  public static void updateDisplay(String id, @Nullable Object value, String type) {
    updateDisplay(id, type, value);
  }

  /** The same for a text; either of the two may be the type, the first is looked at first. */
  public static void updateDisplay(String id, String type, String text) {
    boolean typeFirst = GivenForm.isType(type);
    updateDisplay(id, typeFirst ? type : text, (Object) (typeFirst ? text : type));
  }

  /** The same in several forms. */
  public static void updateDisplay(
      String id, @Nullable Object value, String type, String other, String... more) {
    session().engine().output().update(id, render(value, types(type, other, more)));
  }

  /**
   * What the notebook may choose of how tables are shown, such as how many rows.
   *
   * <pre>{@code
   * options().display().maxRows(200);
   * }</pre>
   */
  public static Options options() {
    return session().renderers().options();
  }

  /**
   * Removes what the cell has shown so far.
   *
   * <pre>{@code
   * clearOutput();
   * }</pre>
   */
  public static void clearOutput() {
    clearOutput(false);
  }

  /**
   * Removes what the cell has shown so far, at once or when it shows something else: so what is
   * shown again and again does not flicker.
   *
   * <pre>{@code
   * for (int i = 1; i <= 10; i++) {
   *   clearOutput(true);
   *   System.out.println(i + " of 10");
   * }
   * }</pre>
   *
   * @param wait whether the old output stays until the next one comes
   */
  public static void clearOutput(boolean wait) {
    session().engine().output().clear(wait);
  }

  /**
   * Shows a table. Inside a task or flow it belongs to the run: it is kept with it and stands in
   * its view. Outside it is shown below the cell.
   *
   * <pre>{@code
   * table("cleaned", scores.first(5));
   * }</pre>
   *
   * @param name what it is called in the run's view
   */
  public static void table(String name, @Nullable Object table) {
    artifacts().table(name, table);
  }

  /** Shows a table without a name, as {@link #table(String, Object)} does. */
  public static void table(@Nullable Object table) {
    artifacts().table("", table);
  }

  /**
   * Shows formatted text, inside a task or flow as a part of its run. HTML in it is shown as text.
   *
   * <pre>{@code
   * markdown("**%d rows** kept".formatted(scores.rowCount()));
   * }</pre>
   */
  public static void markdown(@Nullable String text) {
    artifacts().markdown("", text);
  }

  /** Shows formatted text under a name, as {@link #markdown(String)} does. */
  public static void markdown(String name, @Nullable String text) {
    artifacts().markdown(name, text);
  }

  /**
   * Shows a picture, inside a task or flow as a part of its run.
   *
   * <pre>{@code
   * image(BoxPlot.of(scores, "Class", "Score"));
   * }</pre>
   *
   * @param image a chart, a {@code BufferedImage}, the path of a picture or its bytes
   */
  public static void image(@Nullable Object image) {
    artifacts().image("", image);
  }

  /** Shows a picture under a name, as {@link #image(Object)} does. */
  public static void image(String name, @Nullable Object image) {
    artifacts().image(name, image);
  }

  /**
   * Shows a link, inside a task or flow as a part of its run.
   *
   * @param address of the web, or relative to the notebook
   */
  public static void link(@Nullable String address) {
    artifacts().link(address, "");
  }

  /** Shows a link by a text, as {@link #link(String)} does. */
  public static void link(@Nullable String address, String text) {
    artifacts().link(address, text);
  }

  /**
   * Tells how far the task or flow has come: its view shows a bar. Outside of runs the bar is below
   * the cell. May be called as often as one likes.
   *
   * <pre>{@code
   * for (int i = 0; i < files.size(); i++) {
   *     progress((double) i / files.size(), "reading " + files.get(i));
   * }
   * }</pre>
   *
   * @param part from 0 to 1
   * @param words what is being done
   */
  public static void progress(double part, String words) {
    artifacts().progress(part, words);
  }

  /** Tells how far the task or flow has come, as {@link #progress(double, String)} does. */
  public static void progress(double part) {
    artifacts().progress(part, "");
  }

  /**
   * Asks the person in front of the notebook for a line.
   *
   * <pre>{@code
   * String name = readLine("Your name: ");
   * }</pre>
   *
   * @throws CellErrorException where nobody can answer: in a task, or when the client has no input
   */
  public static String readLine(String prompt) {
    return ask(prompt, false);
  }

  /** Asks for a line as {@link #readLine} does, and what is typed is not shown. */
  public static String readPassword(String prompt) {
    return ask(prompt, true);
  }

  private static String ask(String prompt, boolean password) {
    try {
      return session().input().readLine(prompt, password);
    } catch (IOException e) {
      throw new CellErrorException(CellError.of("InputError", String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      throw new CellInterruptedError();
    }
  }

  /**
   * Runs code as a cell of its own, magics included.
   *
   * <pre>{@code
   * (int) eval("1 + 2") + 3
   * }</pre>
   *
   * @return the value of its last expression, or null
   * @throws CellErrorException when it fails, with what its cell would show
   */
  public static @Nullable Object eval(String cell) {
    CellResult result = session().runCell(cell);
    if (result instanceof CellResult.Failed failed) {
      throw new CellErrorException(failed.error());
    }
    return result instanceof CellResult.Value value ? value.value() : null;
  }

  /**
   * Runs a magic, such as {@code lineMagic("jars lib")}; {@code added = %jars lib} is short for it.
   *
   * @param <T> what it gives: {@code %jars}, {@code %classpath} and {@code %maven} the list of the
   *     files they have added, {@code %env} a text; others mostly null
   * @throws CellErrorException when it fails
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // the caller says what it gives, as with a cast
  public static <T extends @Nullable Object> T lineMagic(String line) {
    return (T) eval("%" + line);
  }

  /** Runs a magic with words, as {@link #lineMagic(String)} does. */
  public static <T extends @Nullable Object> T lineMagic(String name, List<String> words) {
    return lineMagic(name + words(words));
  }

  /** Runs a magic that stands over a cell, as {@link #lineMagic(String)} does. */
  public static <T extends @Nullable Object> T cellMagic(
      String name, List<String> words, String body) {
    return lineMagic("%" + name + words(words) + "\n" + body);
  }

  private static String words(List<String> words) {
    return words.stream()
        .map(word -> " \"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining());
  }

  private static CellArtifacts artifacts() {
    return new CellArtifacts(session());
  }

  /**
   * Count, mean, standard deviation, minimum, quartiles and maximum of columns, as pandas computes
   * them.
   *
   * <pre>{@code
   * describe(scores, "Score").by("Class")
   * }</pre>
   *
   * @param columns the columns to describe; none for every numeric one
   */
  public static Description describe(Table table, String... columns) {
    return Description.of(table, columns);
  }

  /**
   * A parameter of the notebook: what {@code flowcell run -p year=2027} or the environment's {@code
   * FLOWCELL_PARAM_year} gives, as a value of the type that the other value has, or else that one.
   *
   * <pre>{@code
   * int year = param("year", 2026);
   * }</pre>
   *
   * @throws dev.flowcell.parameter.BadParameterException when what is given makes no such value
   */
  public static <T extends @Nullable Object> T param(String name, T otherwise) {
    return session().parameters().orDefault(name, otherwise);
  }

  /**
   * A password, key or token that is not to be seen: from the variable of the environment that has
   * its name, from {@code secrets.properties} in Flowcell's home or what {@code FLOWCELL_SECRETS}
   * names, or from the keystore that {@code FLOWCELL_KEYSTORE} names. Wherever the value would be
   * shown, logged or stored from then on, three stars stand instead.
   *
   * <pre>{@code
   * var db = DriverManager.getConnection(url, "report", secret("DB_PASSWORD"));
   * }</pre>
   *
   * @throws dev.flowcell.secret.SecretException where there is none, or it has under 6 characters
   */
  public static String secret(String name) {
    return session().secrets().value(name);
  }

  /**
   * The handle of a task, where the variable of its name is your own.
   *
   * <pre>{@code
   * var summary = summary(df);
   * var later = task("summary").submit(df);
   * }</pre>
   *
   * @param <R> what the task returns
   */
  public static <R extends @Nullable Object> TaskHandle<R> task(String name) {
    return new TaskHandle<>(TaskMethods.methodName(name, session().definitions()), List.of());
  }

  /**
   * For {@link TaskHandle#map}: the same value for every call.
   *
   * <pre>{@code
   * clean.map(tables, fixed(0.5))
   * }</pre>
   */
  public static Object fixed(@Nullable Object value) {
    return new Zip.Fixed(value);
  }

  /** For {@link TaskHandle#with}: so many retries. */
  public static CallOption retries(int retries) {
    return CallOption.of(options -> options.with(options.retry().withRetries(retries)));
  }

  /** For {@link TaskHandle#with}: the waits before retries, such as {@code "1s"}. */
  public static CallOption delay(String... delays) {
    List<Duration> parsed = Stream.of(delays).map(each -> duration("delay", each)).toList();
    return CallOption.of(options -> options.with(options.retry().withDelays(parsed)));
  }

  /** For {@link TaskHandle#with}: how long an attempt may take, such as {@code "2s"}. */
  public static CallOption timeout(String timeout) {
    Duration parsed = duration("timeout", timeout);
    return CallOption.of(options -> options.withTimeout(parsed));
  }

  /**
   * For {@link TaskHandle#with}: a run begins only while fewer runs of the task than that go on.
   */
  public static CallOption limit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit needs a number of 1 or more, not " + limit);
    }
    return CallOption.of(options -> options.withLimit(limit));
  }

  /**
   * For {@link TaskHandle#with}: gives the call an earlier result where the policy, such as {@code
   * "inputs"}, finds one.
   */
  public static CallOption cache(String policy) {
    CachePolicy parsed = policy(policy);
    return CallOption.of(options -> options.withCache(Optional.of(parsed)));
  }

  /** The same for results that are no older than {@code expires}, such as {@code "1h"}. */
  public static CallOption cache(String policy, String expires) {
    CachePolicy parsed = policy(policy).expiresAfter(duration("expires", expires));
    return CallOption.of(options -> options.withCache(Optional.of(parsed)));
  }

  /** For {@link TaskHandle#with}: no earlier result, and none is kept for others. */
  public static CallOption noCache() {
    return CallOption.of(options -> options.withCache(Optional.empty()));
  }

  /** For {@link TaskHandle#with}: runs in any case, and its result is given to later calls. */
  public static CallOption refresh() {
    return CallOption.of(options -> options.withCache(options.cache().map(CachePolicy::refreshed)));
  }

  private static CachePolicy policy(String text) {
    try {
      return CachePolicy.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("cache " + e.getMessage(), e);
    }
  }

  /** For {@link TaskHandle#with}: the name that the runs are shown by. */
  public static CallOption name(String name) {
    return CallOption.name(name);
  }

  /** For {@link TaskHandle#with}: the first failure of a map cancels the runs that are left. */
  public static CallOption failFast() {
    return CallOption.FAIL_FAST;
  }

  private static Duration duration(String option, String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + " " + e.getMessage(), e);
    }
  }

  static void take(Session session) {
    open = session;
  }

  static void leave(Session session) {
    if (open == session) {
      open = null;
    }
  }

  /** The open session, or null. */
  static @Nullable Session opened() {
    return open;
  }

  static Session session() {
    Session session = open;
    if (session == null) {
      throw new IllegalStateException(
          "no Flowcell session is open: tasks, flows and display work in the cells of a notebook");
    }
    return session;
  }
}
