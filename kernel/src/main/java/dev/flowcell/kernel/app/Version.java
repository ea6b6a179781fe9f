package dev.flowcell.kernel.app;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of this program, as its jar says; classes outside a jar are {@code development}. */
final class Version implements IVersionProvider {

  static String current() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"flowcell " + current(), "java " + Runtime.version()};
  }
}
