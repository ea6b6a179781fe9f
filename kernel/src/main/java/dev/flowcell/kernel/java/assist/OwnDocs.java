package dev.flowcell.kernel.java.assist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What Flowcell says of its own types that cells use. Their sources lie beside their classes, and
 * are read when one is first asked for. Not thread-safe: asked under the lock of the session.
 */
final class OwnDocs {

  private static final String SOURCES = "/META-INF/flowcell-sources/";
  private static final List<String> OWN = List.of("dev", "flowcell");

  private final Map<String, SourceComments> files = new HashMap<>();

  /** The comment on what a signature of JShell's is about. */
  Optional<String> of(String signature) {
    return Signature.of(signature)
        .filter(named -> named.path().size() > OWN.size())
        .filter(named -> named.path().subList(0, OWN.size()).equals(OWN))
        .flatMap(OwnDocs::place)
        .flatMap(this::comment);
  }

  /**
   * Where to look for it.
   *
   * @param path within the file: the types around and the name
   */
  private record Place(String folder, List<String> path, Optional<List<String>> parameters) {

    String file() {
      return folder + path.get(0) + ".java";
    }

    /** The same of a type beside it. */
    Place in(String type) {
      List<String> others =
          Stream.concat(Stream.of(type), path.subList(1, path.size()).stream()).toList();
      return new Place(folder, others, parameters);
    }
  }

  private static Optional<Place> place(Signature named) {
    List<String> path = named.path();
    return IntStream.range(0, path.size())
        .filter(i -> Character.isUpperCase(path.get(i).charAt(0)))
        .mapToObj(
            i ->
                new Place(
                    String.join("/", path.subList(0, i)) + "/",
                    path.subList(i, path.size()),
                    named.parameters()))
        .findFirst();
  }

  private Optional<String> comment(Place place) {
    SourceComments file = files.computeIfAbsent(place.file(), OwnDocs::read);
    Optional<String> own =
        file.find(place.path(), place.parameters())
            .or(() -> file.only(place.path()))
            .map(SourceComments.Declaration::comment);
    return own.isPresent() || place.path().size() == 1 ? own : inherited(file, place);
  }

  /** A method that overrides another needs no comment of its own. */
  private Optional<String> inherited(SourceComments file, Place place) {
    return file.find(place.path().subList(0, 1), Optional.empty()).stream()
        .flatMap(type -> type.supertypes().stream())
        .flatMap(supertype -> comment(place.in(supertype)).stream())
        .findFirst();
  }

  private static SourceComments read(String file) {
    try (InputStream source = OwnDocs.class.getResourceAsStream(SOURCES + file)) {
      return SourceComments.of(
          source == null ? "" : new String(source.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return SourceComments.of(""); // a signature tells something, too
    }
  }
}
