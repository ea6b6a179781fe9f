package dev.flowcell.engine;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Digests of lists of texts. */
final class Digests {

  private Digests() {}

  /** Of texts of any content, so that no two lists have the same. */
  static String of(List<String> parts) {
    Hasher sha256 = Hashing.sha256().newHasher();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      sha256.putInt(bytes.length).putBytes(bytes);
    }
    return HexFormat.of().formatHex(sha256.hash().asBytes());
  }
}
