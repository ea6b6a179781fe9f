package dev.flowcell.dashboard;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a visitor asks. Words that mean nothing are refused with a sentence. */
record Request(Context http, Site site) {

  private static final int LONGEST = 2_000;

  /** Stores count in microseconds, which far years have too many of. */
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /** A part of the path. */
  String path(String name) {
    return checked(name, http.pathParam(name));
  }

  /** What the address or the form says under that name, or null where that is nothing. */
  @Nullable String text(String name) {
    String text = http.queryParam(name);
    if (text == null && http.method() == HandlerType.POST) {
      text = http.formParam(name);
    }
    return text == null || text.isBlank() ? null : checked(name, text);
  }

  private static String checked(String name, String text) {
    if (text.length() > LONGEST) {
      throw new BadRequestResponse(name + " has more than " + LONGEST + " characters");
    }
    return text;
  }

  /** A whole number from 1, or what is meant where none is given. */
  int number(String name, int otherwise, int most) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 1) {
        return Math.min(number, most);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new BadRequestResponse(name + " needs a number from 1, not '" + text + "'");
  }

  /** One of some words, in any case of letters, or what is meant where none is given. */
  <E extends Enum<E>> E word(String name, E otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    for (E word : otherwise.getDeclaringClass().getEnumConstants()) {
      if (word.name().equalsIgnoreCase(text)) {
        return word;
      }
    }
    throw new BadRequestResponse(name + " is none of those there are: '" + text + "'");
  }

  /** A time, such as {@code 2026-03-01}, {@code 2026-03-01T12:30} or one in UTC, or null. */
  @Nullable Instant time(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      Instant time = time(text, site.clock().getZone());
      if (time.isAfter(FIRST) && time.isBefore(LAST)) {
        return time;
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    throw new BadRequestResponse(
        name + " needs a time such as 2026-03-01 or 2026-03-01T12:30, not '" + text + "'");
  }

  private static Instant time(String text, ZoneId zone) {
    if (text.endsWith("Z")) {
      return Instant.parse(text);
    }
    return text.contains("T")
        ? LocalDateTime.parse(text).atZone(zone).toInstant()
        : LocalDate.parse(text).atStartOfDay(zone).toInstant();
  }

  /** The same words as they were given, for forms and addresses. */
  String given(String name) {
    return Objects.requireNonNullElse(text(name), "");
  }
}
