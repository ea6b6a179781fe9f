package dev.flowcell.store.journal;

import dev.flowcell.run.Artifact;
import dev.flowcell.run.CallKey;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.RunEvent;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import dev.flowcell.run.StoredValue;
import dev.flowcell.run.TaskRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Events of every kind with every odd value, the same for the same seed. */
final class RandomEvents {

  private static final List<String> ODD_TEXTS =
      List.of(
          "",
          "\0",
          "a\0b\r\n\t",
          "\ud800",
          "\udc00\ud800",
          "half \udfff of one",
          "👩‍🚀 whole",
          "Größe ≤ 12 µs",
          "\u07ff\u0800\uffff\ufffe\ufeff",
          "\u007f\u0080");

  private static final List<Instant> ODD_INSTANTS =
      List.of(
          Instant.MIN,
          Instant.MAX,
          Instant.EPOCH,
          Instant.EPOCH.minusNanos(1),
          Instant.parse("2026-11-23T01:02:03.123456789Z"));

  private static final int[] ODD_INTS = {0, 1, 127, 128, 300, Integer.MAX_VALUE, -1};

  private final Random random;

  RandomEvents(long seed) {
    this.random = new Random(seed);
  }

  List<RunEvent> next(int count) {
    return list(count, this::next);
  }

  RunEvent next() {
    return switch (random.nextInt(7)) {
      case 0 -> new RunEvent.FlowRunCreated(flowRun());
      case 1 -> new RunEvent.TaskRunCreated(taskRun());
      case 2 -> new RunEvent.FlowRunChanged(text(), state());
      case 3 -> new RunEvent.TaskRunChanged(text(), state());
      case 4 -> new RunEvent.TaskRunReturned(text(), value());
      case 5 -> new RunEvent.ArtifactAdded(artifact());
      default -> new RunEvent.Logged(line());
    };
  }

  private FlowRun flowRun() {
    return new FlowRun(
        text(),
        text(),
        maybe(this::text),
        texts(),
        text(),
        number(),
        text(),
        instant(),
        maybe(this::text),
        maybe(this::value),
        list(1 + random.nextInt(3), this::state));
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      texts.put(text(), text());
    }
    return texts;
  }

  private TaskRun taskRun() {
    return new TaskRun(
        text(),
        text(),
        maybe(this::text),
        number(),
        number(),
        text(),
        instant(),
        maybe(() -> new CallKey(text(), number())),
        list(random.nextInt(3), this::text),
        maybe(this::value),
        list(1 + random.nextInt(3), this::state));
  }

  private Artifact artifact() {
    return new Artifact(
        text(),
        maybe(this::text),
        maybe(this::text),
        number(),
        one(Artifact.Kind.values()),
        text(),
        instant(),
        texts());
  }

  private LogLine line() {
    return new LogLine(
        instant(),
        one(Level.values()),
        text(),
        text(),
        maybe(this::text),
        maybe(this::text),
        number());
  }

  private State state() {
    return new State(
        one(StateType.values()), text(), text(), instant(), number(), maybe(this::instant), text());
  }

  private StoredValue value() {
    byte[] inline = new byte[random.nextInt(300)];
    random.nextBytes(inline);
    return new StoredValue(text(), random.nextLong(), random.nextBoolean() ? inline : null);
  }

  private String text() {
    if (random.nextInt(3) > 0) {
      return "text " + random.nextInt(50);
    }
    if (random.nextInt(20) == 0) {
      return "µ".repeat(random.nextInt(200_000));
    }
    return ODD_TEXTS.get(random.nextInt(ODD_TEXTS.size()));
  }

  private Instant instant() {
    return ODD_INSTANTS.get(random.nextInt(ODD_INSTANTS.size()));
  }

  private int number() {
    return ODD_INTS[random.nextInt(ODD_INTS.length)];
  }

  private <T> T one(T[] all) {
    return all[random.nextInt(all.length)];
  }

  private <T> @Nullable T maybe(Supplier<T> some) {
    return random.nextBoolean() ? some.get() : null;
  }

  private static <T> List<T> list(int count, Supplier<T> one) {
    List<T> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(one.get());
    }
    return list;
  }
}
