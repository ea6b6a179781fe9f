package dev.flowcell.run;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a value is kept. Small ones travel with what names them; a larger one is in a file of the
 * results folder that is named by the digest.
 *
 * @param digest names the encoded value: its SHA-256 or, where it is shorter than that, itself;
 *     hexadecimal
 * @param size of the encoded value, in bytes
 * @param inline the encoded value, or null where it is in its file; not to be changed
 */
public record StoredValue(String digest, long size, byte @Nullable [] inline) {

  /** Values are the same when their digests are. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredValue value
        && digest.equals(value.digest)
        && size == value.size
        && Arrays.equals(inline, value.inline);
  }

  @Override
  public int hashCode() {
    return Objects.hash(digest);
  }

  @Override
  public String toString() {
    return "StoredValue[" + digest + ", " + size + " bytes]";
  }
}
