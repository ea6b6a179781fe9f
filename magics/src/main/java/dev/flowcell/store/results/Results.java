package dev.flowcell.store.results;

import com.google.common.hash.Hashing;
import dev.flowcell.run.StoredValue;
import dev.flowcell.secret.Redaction;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Values of task runs, kept on disk. Thread-safe; several processes may use one folder at once.
 *
 * <p>The folder is made when the first value needs it, for its owner only, and is held to its limit
 * in the background: what nobody has used for long goes, and if that is not enough, what nobody has
 * used for the longest time goes first. A value that went is missing, which is no error: its task
 * runs again.
 */
public final class Results {

  /** Values up to this size travel with the run. */
  private static final int INLINE = 1024;

  private static final int DIGEST_BYTES = 32;

  private final ResultFolder folder;
  private final ValueCodec codec;
  private final Redaction redaction;

  /** For how long a value is kept that nobody uses, where nothing else is said. */
  public static final Duration MAX_AGE = Duration.ofDays(30);

  /** Results in a folder that are kept for {@link #MAX_AGE}. */
  public Results(Path folder, long limitBytes, ValueCodec codec) {
    this(folder, limitBytes, MAX_AGE, codec, new Redaction());
  }

  /**
   * Results in a folder.
   *
   * @param limitBytes how many bytes its files may have together
   * @param maxAge for how long a value is kept that nobody uses
   * @param redaction knows the secrets that no kept value may hold
   */
  public Results(
      Path folder, long limitBytes, Duration maxAge, ValueCodec codec, Redaction redaction) {
    this(new ResultFolder(folder, limitBytes, maxAge, Results::inBackground), codec, redaction);
  }

  Results(ResultFolder folder, ValueCodec codec, Redaction redaction) {
    this.folder = folder;
    this.codec = codec;
    this.redaction = redaction;
  }

  /**
   * Keeps a value as it is now; what is done to it later does not count.
   *
   * @throws NotStorableException when it can't be kept; the message says why
   */
  public StoredValue keep(@Nullable Object value) throws NotStorableException {
    byte[] bytes = codec.encode(value);
    if (redaction.isIn(bytes)) {
      throw new NotStorableException("it holds a secret");
    }
    String digest = digestOf(bytes);
    if (bytes.length <= INLINE) {
      return new StoredValue(digest, bytes.length, bytes);
    }
    try {
      folder.write(digest, bytes);
    } catch (IOException e) {
      throw new NotStorableException("its file can't be written: " + e.getMessage(), e);
    }
    return new StoredValue(digest, bytes.length, null);
  }

  /**
   * The value, made anew.
   *
   * @throws MissingResultException when it is gone or damaged, or its type is not known here or has
   *     changed; the message says which
   */
  public @Nullable Object load(StoredValue value) throws MissingResultException {
    byte[] bytes = value.inline();
    return codec.decode(bytes == null ? read(value) : bytes);
  }

  private byte[] read(StoredValue value) throws MissingResultException {
    byte[] bytes;
    try {
      bytes = folder.read(value.digest());
    } catch (FileNotFoundException e) {
      throw new MissingResultException("its file is gone, perhaps to make room for others", e);
    } catch (IOException e) {
      throw new MissingResultException("its file can't be read: " + e.getMessage(), e);
    }
    if (!digestOf(bytes).equals(value.digest())) {
      var unused = folder.delete(value.digest());
      throw new MissingResultException("its file is damaged");
    }
    return bytes;
  }

  /**
   * Keeps under a key what a task returned, in the place of what was there.
   *
   * @param key 64 hexadecimal digits
   * @throws NotStorableException when that can't be written; the message says why
   */
  public void put(String key, KeyedResult result) throws NotStorableException {
    try {
      folder.writeKey(key, codec.encode(result.toList()));
    } catch (IOException e) {
      throw new NotStorableException("its file can't be written: " + e.getMessage(), e);
    }
  }

  /** What is kept under a key; empty also where it can't be read. */
  public Optional<KeyedResult> find(String key) {
    try {
      return KeyedResult.of(codec.decode(folder.readKey(key)));
    } catch (IOException | MissingResultException e) {
      return Optional.empty();
    }
  }

  /** What is kept under keys. Reads them all: not for every call. */
  public List<KeyedResult> known(Predicate<KeyedResult> which) {
    return folder.keys().stream().flatMap(key -> find(key).stream()).filter(which).toList();
  }

  /** Forgets what is kept under keys, and says what that was; the values go when they are old. */
  public List<KeyedResult> forget(Predicate<KeyedResult> which) {
    List<KeyedResult> forgotten = new ArrayList<>();
    for (String key : folder.keys()) {
      find(key).filter(which).filter(result -> folder.deleteKey(key)).ifPresent(forgotten::add);
    }
    return forgotten;
  }

  /** The results in a folder for those who only {@link #discard}: values of no type can be read. */
  public static Results unread(Path folder) {
    return new Results(folder, Long.MAX_VALUE, new ValueCodec(type -> Optional.empty()));
  }

  /**
   * Deletes the files of values that no run refers to, unless a key leads to them.
   *
   * @param digests of the values
   * @return how many bytes they had
   */
  public long discard(Collection<String> digests) {
    if (digests.isEmpty()) {
      return 0;
    }
    Set<String> unused = new HashSet<>(digests);
    known(result -> true).forEach(result -> unused.remove(result.value().digest()));
    return unused.stream().mapToLong(folder::delete).sum();
  }

  /**
   * Names the value's content as it is now, without keeping it: equal digests mean equal content.
   *
   * @throws NotStorableException when its content can't be told
   */
  public String digest(@Nullable Object value) throws NotStorableException {
    return digestOf(codec.encode(value));
  }

  /**
   * What a value is known by.
   *
   * @param digest equal digests mean equal content
   * @param types the notebook's types that it is made of, by the names of their declarations
   */
  public record Content(String digest, SortedSet<String> types) {}

  /**
   * Tells the value's content as it is now, without keeping it.
   *
   * @throws NotStorableException when its content can't be told
   */
  public Content content(@Nullable Object value) throws NotStorableException {
    ValueWriter writer = codec.written(value);
    return new Content(digestOf(writer.toBytes()), writer.declaredTypes());
  }

  /** Whether a value is what was kept, and code that is compiled now can use it. */
  public boolean isStill(@Nullable Object value, StoredValue kept) {
    try {
      byte[] bytes = codec.encodeUpToDate(value);
      return bytes != null && digestOf(bytes).equals(kept.digest());
    } catch (NotStorableException e) {
      return false;
    }
  }

  /** A value that is shorter than a digest is its own. */
  private static String digestOf(byte[] bytes) {
    byte[] digest =
        bytes.length < DIGEST_BYTES ? bytes : Hashing.sha256().hashBytes(bytes).asBytes();
    return HexFormat.of().formatHex(digest);
  }

  /** A thread of its own, seldom, which takes nothing of the calling run with it. */
  private static void inBackground(Runnable work) {
    Thread thread = new Thread(null, work, "flowcell-results", 0, false);
    thread.setDaemon(true);
    thread.start();
  }
}
