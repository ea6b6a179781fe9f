package dev.flowcell.kernel.jupyter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a kernel says of itself in its kernel_info_reply. That the language is Java, and which, the
 * handler adds itself.
 *
 * @param implementation the program's name, such as {@code flowcell}
 * @param version the program's version, such as {@code 0.1.0}
 * @param banner the greeting of a console
 * @param helpLinks addresses of the Help menu, by the text shown, in their order
 */
public record KernelInfo(
    String implementation, String version, String banner, Map<String, String> helpLinks) {

  public KernelInfo {
    helpLinks = Collections.unmodifiableMap(new LinkedHashMap<>(helpLinks));
  }
}
