package dev.flowcell.store.results;

import dev.flowcell.run.StoredValue;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Values of task runs, kept on disk. Thread-safe; several processes may use one folder at once.
 *
 * <p>The folder is made when the first value needs it, for its owner only, and is held to its limit
 * in the background: what nobody has used for the longest time goes first. A value that went is
 * missing, which is no error: its task runs again.
 */
public final class Results {

  private final Path folder;
  private final long limit;
  private final ValueCodec codec;

  /**
   * Results in a folder.
   *
   * @param limitBytes how much its files may hold together
   */
  public Results(Path folder, long limitBytes, ValueCodec codec) {
    this.folder = folder;
    this.limit = limitBytes;
    this.codec = codec;
  }

  /**
   * Keeps a value as it is now; what is done to it later does not count.
   *
   * @throws NotStorableException when it can't be kept; the message says why
   */
  public StoredValue keep(@Nullable Object value) throws NotStorableException {
    byte[] bytes = codec.encode(value);
    return new StoredValue(folder + "" + limit, bytes.length, bytes);
  }

  /**
   * The value, made anew.
   *
   * @throws MissingResultException when it is gone or damaged, or its type is not known here or has
   *     changed; the message says which
   */
  public @Nullable Object load(StoredValue value) throws MissingResultException {
    return codec.decode(value.inline() == null ? new byte[0] : value.inline());
  }

  /**
   * Names the value's content as it is now, without keeping it: equal digests mean equal content.
   *
   * @throws NotStorableException when its content can't be told
   */
  public String digest(@Nullable Object value) throws NotStorableException {
    return keep(value).digest();
  }
}
