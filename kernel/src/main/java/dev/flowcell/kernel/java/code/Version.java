package dev.flowcell.kernel.java.code;

/**
 * Which of the classes that a declaration has had, one after the other: JShell appends letters to
 * the name of the first, which count in base 26.
 *
 * @param first the name of the first one
 * @param number from 0
 */
public record Version(String first, int number) {

  /** That of a class by its name. */
  public static Version of(String className) {
    String first = className.replaceAll("[A-Z]*$", "");
    int number = 0;
    for (int i = first.length(); i < className.length(); i++) {
      number = 26 * number + className.charAt(i) - 'A';
    }
    return new Version(first, number);
  }

  /** The name of this class. */
  public String className() {
    StringBuilder letters = new StringBuilder();
    for (int rest = number; rest > 0; rest /= 26) {
      letters.insert(0, (char) ('A' + rest % 26));
    }
    return first + letters;
  }
}
