package dev.flowcell.store.jdbc;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A Bloom filter of the parts of three and of four characters that texts have, in any case of
 * letters: where a part of a wanted text is missing, the text is in none of them. Not thread-safe.
 */
final class LogFilter {

  private static final int PART = 3;

  /** The lines of a block, even of random letters, fill less than half of it. */
  private static final int MOST_BITS = 1 << 14;

  private static final int LEAST_BITS = 1 << 9;

  private final BitSet bits = new BitSet(MOST_BITS);

  /** Whether a filter can tell anything of a text. */
  static boolean narrows(@Nullable String text) {
    return text != null && text.length() >= PART;
  }

  void add(String text) {
    for (int bit : bits(text)) {
      bits.set(bit);
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

  /** Whether the texts of a filter may have a text with these bits. */
  static boolean mayHold(byte[] filter, int[] bits) {
    int mask = filter.length * 8 - 1;
    for (int bit : bits) {
      int there = bit & mask;
      if ((filter[there >> 3] & 1 << (there & 7)) == 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The bits of a text's parts: two for each part of three characters, since a text may be no more
   * than that, and one for each of four, which are rarer where there are many numbers.
   */
  static int[] bits(String text) {
    int[] bits = new int[3 * text.length()];
    int count = 0;
    int first = 0;
    int second = 0;
    int third = 0;
    for (int i = 0; i < text.length(); i++) {
      int last = anyCase(text.charAt(i));
      int three = mixed(second * 0x9e3779b1 + third * 0x85ebca6b + last * 0xc2b2ae35);
      if (i >= PART - 1) {
        bits[count++] = three & (MOST_BITS - 1);
        bits[count++] = (three >>> 16) & (MOST_BITS - 1);
      }
      if (i >= PART) {
        bits[count++] = mixed(three + first * 0x27d4eb2f) & (MOST_BITS - 1);
      }
      first = second;
      second = third;
      third = last;
    }
    return Arrays.copyOf(bits, count);
  }

  private static int mixed(int hash) {
    int mixed = (hash ^ hash >>> 15) * 0x2c1b3c6d;
    return mixed ^ mixed >>> 13;
  }

  /** As regular expressions compare letters; the halves of pairs are all the same. */
  private static char anyCase(char c) {
    return Character.isSurrogate(c)
        ? Character.MIN_SURROGATE
        : Character.toLowerCase(Character.toUpperCase(c));
  }
}
