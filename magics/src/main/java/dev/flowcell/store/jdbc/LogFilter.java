package dev.flowcell.store.jdbc;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A Bloom filter of the parts of three characters that texts have, in any case of letters: where
 * one part of a wanted text is missing, the text is in none of them. Not thread-safe.
 */
final class LogFilter {

  private static final int PART = 3;

  /** For the lines of a block this is a third full, and one part in ten is taken for another. */
  private static final int MOST_BITS = 1 << 14;

  private static final int LEAST_BITS = 1 << 9;

  private final BitSet bits = new BitSet(MOST_BITS);

  /** Whether a filter can tell anything of a text. */
  static boolean narrows(@Nullable String text) {
    return text != null && text.length() >= PART;
  }

  void add(String text) {
    for (int i = 0; i + PART <= text.length(); i++) {
      int hash = hash(text, i);
      bits.set(hash & (MOST_BITS - 1));
      bits.set((hash >>> 16) & (MOST_BITS - 1));
    }
  }

  /** The filter, as small as it is of use. */
  byte[] toBytes() {
    int size = MOST_BITS;
    BitSet folded = bits;
    while (size > LEAST_BITS && folded.cardinality() < size / 8) {
      size /= 2;
      BitSet half = folded.get(0, size);
      half.or(folded.get(size, 2 * size));
      folded = half;
    }
    byte[] bytes = new byte[size / 8];
    byte[] set = folded.toByteArray();
    System.arraycopy(set, 0, bytes, 0, set.length);
    return bytes;
  }

  /** The parts of a wanted text, to be looked for in many filters. */
  static int[] parts(String text) {
    int[] parts = new int[text.length() - PART + 1];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = hash(text, i);
    }
    return parts;
  }

  /** Whether the texts of a filter may have all the parts. */
  static boolean mayHold(byte[] filter, int[] parts) {
    int mask = filter.length * 8 - 1;
    for (int part : parts) {
      if (!isSet(filter, part & mask) || !isSet(filter, (part >>> 16) & mask)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSet(byte[] filter, int bit) {
    return (filter[bit >> 3] & 1 << (bit & 7)) != 0;
  }

  private static int hash(String text, int at) {
    int hash = 0;
    for (int i = at; i < at + PART; i++) {
      hash = (hash + anyCase(text.charAt(i))) * 0x9e3779b1;
      hash ^= hash >>> 15;
    }
    return hash;
  }

  /** As regular expressions compare letters; the halves of pairs are all the same. */
  private static char anyCase(char c) {
    return Character.isSurrogate(c)
        ? Character.MIN_SURROGATE
        : Character.toLowerCase(Character.toUpperCase(c));
  }
}
