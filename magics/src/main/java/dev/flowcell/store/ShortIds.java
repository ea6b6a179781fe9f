package dev.flowcell.store;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** How a person names a run: by its whole id, or by an end of it that no other run has. */
public final class ShortIds {

  private static final int NAMED = 5;

  private ShortIds() {}

  /**
   * The one id that is meant.
   *
   * @param wanted a whole id or an end of it
   * @param ids those there are, or at least all that end so
   * @return empty where none is meant
   * @throws IllegalArgumentException when several are; the message names them
   */
  public static Optional<String> pick(String wanted, Collection<String> ids) {
    if (wanted.isBlank()) {
      return Optional.empty();
    }
    if (ids.contains(wanted)) {
      return Optional.of(wanted);
    }
    List<String> meant = ids.stream().filter(id -> id.endsWith(wanted)).sorted().toList();
    if (meant.size() > 1) {
      throw new IllegalArgumentException(
          "%s is the end of %d runs: %s%s; give more of the id"
              .formatted(
                  wanted,
                  meant.size(),
                  String.join(", ", meant.subList(0, Math.min(NAMED, meant.size()))),
                  meant.size() > NAMED ? ", …" : ""));
    }
    return meant.stream().findFirst();
  }
}
