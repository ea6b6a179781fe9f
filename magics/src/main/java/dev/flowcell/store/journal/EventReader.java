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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the frames of one segment hold into events again. It refuses what {@link EventWriter}
 * can't have written with an {@link IllegalArgumentException}. Not thread-safe.
 */
final class EventReader {

  private static final StateType[] STATE_TYPES = StateType.values();
  private static final Level[] LEVELS = Level.values();
  private static final Artifact.Kind[] KINDS = Artifact.Kind.values();

  private final Map<Integer, String> texts = new HashMap<>();

  // the frame's content
  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  /** Forgets the texts of one segment, before another one or the same from its start. */
  void forgetTexts() {
    texts.clear();
  }

  /** The event in a frame, or null where it holds a text, which is kept. */
  @Nullable RunEvent read(byte[] array, int from, int length) {
    bytes = array;
    at = from;
    end = from + length;
    int kind = int8();
    switch (kind) {
      case Segment.TEXT:
        learn();
        return null;
      case Segment.FLOW_RUN_CREATED:
        return new RunEvent.FlowRunCreated(flowRun());
      case Segment.TASK_RUN_CREATED:
        return new RunEvent.TaskRunCreated(taskRun());
      case Segment.FLOW_RUN_CHANGED:
        return new RunEvent.FlowRunChanged(text(), state());
      case Segment.TASK_RUN_CHANGED:
        return new RunEvent.TaskRunChanged(text(), state());
      case Segment.TASK_RUN_RETURNED:
        return new RunEvent.TaskRunReturned(text(), value());
      case Segment.LOGGED:
        return new RunEvent.Logged(line());
      case Segment.ARTIFACT_ADDED:
        return new RunEvent.ArtifactAdded(artifact());
      default:
        throw new IllegalArgumentException("unknown kind " + kind);
    }
  }

  /** Keeps the text in a frame and leaves an event unread. */
  void readText(byte[] array, int from, int length) {
    if (array[from] == Segment.TEXT) {
      read(array, from, length);
    }
  }

  private void learn() {
    int number = int32AsVarint();
    texts.put(number, text());
  }

  /** Empty where the frame that held it is damaged: better a run without its source than none. */
  private String source() {
    return texts.getOrDefault(int32AsVarint(), "");
  }

  private FlowRun flowRun() {
    FlowRun run =
        new FlowRun(
            text(),
            text(),
            maybe() ? text() : null,
            map(),
            text(),
            int32AsVarint(),
            source(),
            instant(),
            maybe() ? text() : null,
            maybe() ? value() : null,
            states());
    // the first ones to write version 2 wrote no tags
    return at == end ? run : run.with(texts());
  }

  private Map<String, String> map() {
    int count = count();
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      texts.put(text(), text());
    }
    return texts;
  }

  private TaskRun taskRun() {
    return new TaskRun(
        text(),
        text(),
        maybe() ? text() : null,
        int32AsVarint(),
        int32AsVarint(),
        source(),
        instant(),
        maybe() ? new CallKey(text(), int32AsVarint()) : null,
        texts(),
        maybe() ? value() : null,
        states());
  }

  private List<String> texts() {
    int count = count();
    List<String> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(text());
    }
    return list;
  }

  private LogLine line() {
    return new LogLine(
        instant(),
        one(LEVELS),
        text(),
        text(),
        maybe() ? text() : null,
        maybe() ? text() : null,
        int32AsVarint());
  }

  private Artifact artifact() {
    return new Artifact(
        text(),
        maybe() ? text() : null,
        maybe() ? text() : null,
        int32AsVarint(),
        one(KINDS),
        text(),
        instant(),
        map());
  }

  private List<State> states() {
    int count = count();
    List<State> states = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      states.add(state());
    }
    return states;
  }

  private State state() {
    return new State(
        one(STATE_TYPES),
        text(),
        text(),
        instant(),
        int32AsVarint(),
        maybe() ? instant() : null,
        text());
  }

  private StoredValue value() {
    return new StoredValue(text(), varint(), maybe() ? inline() : null);
  }

  private byte[] inline() {
    int count = count();
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  private <E> E one(E[] values) {
    int ordinal = int8();
    check(ordinal >= 0 && ordinal < values.length);
    return values[ordinal];
  }

  private boolean maybe() {
    return int8() == 1;
  }

  private Instant instant() {
    long second = int64();
    int nano = int32();
    check(nano >= 0 && nano < 1_000_000_000);
    check(second >= Instant.MIN.getEpochSecond() && second <= Instant.MAX.getEpochSecond());
    return Instant.ofEpochSecond(second, nano);
  }

  /** A number of things that take a byte each at least. */
  private int count() {
    long count = varint();
    check(count >= 0 && count <= end - at);
    return (int) count;
  }

  private String text() {
    int length = count();
    for (int i = at; i < at + length; i++) {
      if (bytes[i] < 0) {
        return wideText(length);
      }
    }
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.ISO_8859_1);
  }

  private String wideText(int length) {
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) {
      int first = int8();
      if (first >= 0) {
        chars[i] = (char) first;
      } else if ((first & 0xe0) == 0xc0) {
        chars[i] = (char) ((first & 0x1f) << 6 | int8() & 0x3f);
      } else {
        chars[i] = (char) ((first & 0x0f) << 12 | (int8() & 0x3f) << 6 | int8() & 0x3f);
      }
    }
    return new String(chars);
  }

  private int int8() {
    check(at < end);
    return bytes[at++];
  }

  private int int32() {
    return (int8() & 0xff) << 24 | (int8() & 0xff) << 16 | (int8() & 0xff) << 8 | int8() & 0xff;
  }

  private long int64() {
    return (long) int32() << 32 | int32() & 0xffff_ffffL;
  }

  private int int32AsVarint() {
    return (int) varint();
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = int8();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("endless number");
  }

  private static void check(boolean sound) {
    if (!sound) {
      throw new IllegalArgumentException("no event");
    }
  }
}
