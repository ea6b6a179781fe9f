package dev.flowcell.dashboard;

import dev.flowcell.store.RunStoreException;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;

/** What a visitor is told when there is no answer. */
record Failure(HttpStatus status, String words) {

  static Failure of(Exception e) {
    if (e instanceof HttpResponseException refused) {
      return new Failure(HttpStatus.forStatus(refused.getStatus()), String.valueOf(e.getMessage()));
    }
    if (e instanceof RunStoreException) {
      return new Failure(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
    }
    if (e instanceof IOException) {
      // of answers nothing is read or written but in memory
      return new Failure(HttpStatus.BAD_REQUEST, "the request can't be read: " + e.getMessage());
    }
    return new Failure(HttpStatus.INTERNAL_SERVER_ERROR, "the dashboard has failed: " + e);
  }
}
