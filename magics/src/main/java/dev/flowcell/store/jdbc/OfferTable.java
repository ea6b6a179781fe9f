package dev.flowcell.store.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flowcell.store.Offer;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What processes that live can run. */
final class OfferTable {

  /** One that has not been heard of for so long is perhaps on a machine that is off. */
  private static final Duration SILENCE = Duration.ofMinutes(3);

  private static final String PUT =
      """
      INSERT INTO offer (process, notebook, flows) VALUES (?, ?, ?)
      ON CONFLICT (process) DO UPDATE SET notebook = excluded.notebook, flows = excluded.flows
      """;
  private static final String OF_THE_LIVING =
      """
      SELECT p.id, o.notebook, o.flows FROM offer o JOIN process p ON p.key = o.process
      WHERE p.ended_at IS NULL AND p.seen_at > %s - ? ORDER BY p.key
      """;
  private static final String DELETE_ENDED =
      "DELETE FROM offer WHERE process IN (SELECT key FROM process WHERE ended_at IS NOT NULL)";

  private final Jdbc jdbc;

  /** Takes its time to load, and most questions are about other tables. */
  private static final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
  }

  OfferTable(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /** Takes down what a process offers, in the place of what it did. */
  void put(long process, Desk.Offering offering) throws SQLException {
    try {
      String flows = Json.MAPPER.writeValueAsString(offering.flows());
      jdbc.update(DELETE_ENDED);
      jdbc.update(PUT, process, offering.notebook(), flows);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("texts can be written", e);
    }
  }

  /**
   * What those offer that live.
   *
   * @param now SQL for the time by the database's clock
   */
  List<Offer> ofTheLiving(String now) throws SQLException {
    return jdbc.query(
        OF_THE_LIVING.formatted(now),
        row ->
            new Offer(
                Jdbc.text(row, "id"), Jdbc.text(row, "notebook"), read(Jdbc.text(row, "flows"))),
        SILENCE.toNanos() / 1000);
  }

  private static List<Offer.Flow> read(String column) {
    try {
      return Json.MAPPER.readValue(column, new TypeReference<List<Offer.Flow>>() {});
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("not what Flowcell has written: " + column, e);
    }
  }
}
