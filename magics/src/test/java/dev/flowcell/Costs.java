package dev.flowcell;

import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CurrentCell;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.flow.Flow;
import dev.flowcell.flow.FlowOptions;
import dev.flowcell.flow.Task;
import dev.flowcell.flow.TaskOptions;
import dev.flowcell.parameter.Parameters;
import dev.flowcell.run.Level;
import dev.flowcell.secret.Secrets;
import dev.flowcell.store.FlowRunQuery;
import dev.flowcell.store.LogQuery;
import dev.flowcell.store.RunStore;
import dev.flowcell.store.jdbc.RunStores;
import dev.flowcell.store.results.Results;
import dev.flowcell.store.results.ValueCodec;
import dev.flowcell.testing.UnusedEvaluator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prints what Flowcell adds to the user's own work, on a real session: journal, SQLite and live
 * view. Run it by hand; a line is this program's figure, and with Prefect beside it the ratio.
 *
 * <pre>
 * java -cp … dev.flowcell.Costs [PYTHON SCRIPT]
 * </pre>
 *
 * PYTHON is an interpreter that has Prefect, SCRIPT is {@code prefect_costs.py}; both sides take
 * turns, so that a busy machine is as busy for one as for the other.
 */
final class Costs {

  private static final int TURNS = 3;

  /** Rounds until the compiler has settled, about. */
  private static final int WARM_UP = 200;

  private final CurrentCell cell = new CurrentCell(new Nowhere());
  private final Path home;
  private final RunStore store;
  private final Session session;
  private final int task;
  private final int flow;
  private int taskRuns;

  private Costs(Path home) {
    this.home = home;
    store = RunStores.open(home, "", notice -> say("notice: %s", notice));
    UnusedEvaluator evaluator = new UnusedEvaluator();
    Results results =
        new Results(home.resolve("results"), 1 << 30, new ValueCodec(evaluator::type));
    session =
        Session.open(
            cell,
            evaluator,
            store,
            Clock.systemUTC(),
            "",
            results,
            Parameters.none(),
            Secrets.none());
    task =
        session
            .definitions()
            .define(new Task("noop", List.of(), "int noop() {}", 1, TaskOptions.NONE), null);
    flow =
        session
            .definitions()
            .define(new Flow("costs", List.of(), "int costs() {}", 1, FlowOptions.NONE), null);
  }

  public static void main(String[] arguments) throws Exception {
    Path home = Files.createTempDirectory("flowcell-costs");
    try {
      List<Map<String, Double>> ours = new ArrayList<>();
      List<Map<String, Double>> theirs = new ArrayList<>();
      for (int turn = 0; turn < TURNS; turn++) {
        ours.add(new Costs(home.resolve("turn" + turn)).all());
        if (arguments.length == 2) {
          theirs.add(figures(arguments[0], arguments[1]));
        }
      }
      print(medians(ours), medians(theirs));
    } finally {
      delete(home);
    }
  }

  private Map<String, Double> all() throws Exception {
    Map<String, Double> figures = new TreeMap<>();
    var unused = millis(WARM_UP, () -> calls(1_000)) + millis(WARM_UP, () -> calls(1));
    figures.put("a warm flow run of one task adds, ms", millis(200, () -> calls(1)));
    figures.put(
        "a no-op task call, in the store, µs", 1_000 * millis(100, () -> calls(1_000)) / 1_000);
    double small = millis(1, () -> calls(10_000));
    double large = millis(1, () -> calls(100_000));
    figures.put("100,000 task runs to 10 times 10,000, ratio", large / (10 * small));
    double lines = millis(1, () -> lines(100_000));
    figures.put("a log line, in the store, µs", 1_000 * lines / 100_000);
    figures.put("log lines missing of 100,000", 100_000.0 - kept());
    Runtime.getRuntime().gc();
    figures.put(
        "heap after it all, MB",
        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1e6);
    session.close();
    store.close();
    figures.put("a task run on disk, bytes", bytesOnDisk() / (double) taskRuns);
    return figures;
  }

  private double millis(int rounds, Callable<?> body) {
    double[] took = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      flow(body);
      took[round] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(took);
    return took[rounds / 2];
  }

  private void flow(Callable<?> body) {
    new TrackedCall(flow).call(body::call, new Object[0]);
    session.engine().endCell();
  }

  private int calls(int count) {
    int sum = 0;
    taskRuns += count;
    for (int i = 0; i < count; i++) {
      sum += new TrackedCall(task).<Integer>call(() -> 1, new Object[0]);
    }
    return sum;
  }

  private int lines(int count) {
    for (int i = 0; i < count; i++) {
      session.engine().log(Level.INFO, "costs", "the line with the number " + i);
    }
    return count;
  }

  private long kept() {
    String last = store.flowRuns(new FlowRunQuery(null, 1)).get(0).id();
    return store.logs(new LogQuery(last, null, Level.TRACE, 200_000)).size();
  }

  /** Of all that was written, lines included, once the store is closed. */
  private long bytesOnDisk() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(Files::isRegularFile).mapToLong(Costs::size).sum();
    }
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static Map<String, Double> figures(String... command)
      throws IOException, InterruptedException {
    Map<String, Double> figures = new TreeMap<>();
    for (String line : output(command)) {
      String[] parts = line.split("\t", -1);
      if (parts.length == 2) {
        figures.put(parts[0], Double.parseDouble(parts[1]));
      }
    }
    return figures;
  }

  private static List<String> output(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> lines = reader.lines().toList();
      process.waitFor();
      return lines;
    }
  }

  private static Map<String, Double> medians(List<Map<String, Double>> turns) {
    Map<String, Double> medians = new TreeMap<>();
    for (Map<String, Double> turn : turns) {
      for (String name : turn.keySet()) {
        double[] all = turns.stream().mapToDouble(one -> one.get(name)).sorted().toArray();
        medians.put(name, all[all.length / 2]);
      }
    }
    return medians;
  }

  private static void print(Map<String, Double> ours, Map<String, Double> theirs) {
    ours.forEach(
        (name, figure) -> {
          Double peer = theirs.get(name);
          String ratio =
              peer == null
                  ? ""
                  : String.format(
                      Locale.ROOT, "   Prefect %,.2f: %,.0f times", peer, peer / figure);
          say("%-46s %,10.2f%s", name, figure, ratio);
        });
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted((a, b) -> b.compareTo(a)).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    }
  }

  @SuppressWarnings("SystemOut")
  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  /** A cell's output that nobody reads. */
  private static final class Nowhere implements CellOutput {

    @Override
    public void print(Stream stream, String text) {}

    @Override
    public void display(MimeBundle bundle, @Nullable String displayId) {}

    @Override
    public void update(String displayId, MimeBundle bundle) {}

    @Override
    public void clear(boolean wait) {}
  }
}
