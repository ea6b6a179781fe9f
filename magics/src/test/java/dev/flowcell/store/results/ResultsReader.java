package dev.flowcell.store.results;

import dev.flowcell.run.StoredValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** A process that reads what another one kept, and says whether it is what it should be. */
final class ResultsReader {

  private ResultsReader() {}

  /**
   * @param args the folder of the results, and a file that lists them
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    Results results =
        new Results(Path.of(args[0]), 1 << 30, new ValueCodec(name -> Optional.empty()));
    Map<String, Object> samples = SampleValues.all();
    int equal = 0;
    for (String line : Files.readAllLines(Path.of(args[1]))) {
      String[] parts = line.split("\t");
      byte[] inline = parts[3].equals("-") ? null : HexFormat.of().parseHex(parts[3]);
      StoredValue kept = new StoredValue(parts[1], Long.parseLong(parts[2]), inline);
      Object value = results.load(kept);
      boolean same =
          SampleValues.areEqual(samples.get(parts[0]), value)
              && results.digest(value).equals(kept.digest())
              && results.digest(samples.get(parts[0])).equals(kept.digest());
      if (same) {
        equal++;
      } else {
        System.out.println(parts[0] + " is not equal: " + value);
      }
    }
    System.out.print(equal + " values are equal\n");
  }
}
