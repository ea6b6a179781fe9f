package dev.flowcell.store.results;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** What is made of no other values: numbers, text, times. */
final class ScalarKinds {

  private ScalarKinds() {}

  /** One line for each type. */
  static List<ValueKind> all(TypeNames names) {
    return List.of(
        new ScalarKind<>(1, Integer.class, (out, value) -> out.putInt(value), ValueReader::getInt),
        new ScalarKind<>(2, String.class, ValueWriter::putText, ValueReader::getText),
        new ScalarKind<>(
            3,
            Double.class,
            (out, value) -> out.putLong(Double.doubleToRawLongBits(value)),
            in -> Double.longBitsToDouble(in.getLong())),
        new ScalarKind<>(4, Long.class, (out, value) -> out.putLong(value), ValueReader::getLong),
        new ScalarKind<>(
            5, Boolean.class, (out, value) -> out.putByte(value ? 1 : 0), in -> in.getByte() == 1),
        new ScalarKind<>(
            6, Byte.class, (out, value) -> out.putByte(value), in -> (byte) in.getByte()),
        new ScalarKind<>(
            7, Short.class, (out, value) -> out.putInt(value), in -> (short) in.getInt()),
        new ScalarKind<>(
            8, Character.class, (out, value) -> out.putInt(value), in -> (char) in.getInt()),
        new ScalarKind<>(
            9,
            Float.class,
            (out, value) -> out.putInt(Float.floatToRawIntBits(value)),
            in -> Float.intBitsToFloat(in.getInt())),
        ScalarKind.text(10, BigInteger.class, in -> new BigInteger(in.getText())),
        ScalarKind.text(11, BigDecimal.class, in -> new BigDecimal(in.getText())),
        ScalarKind.text(12, UUID.class, in -> UUID.fromString(in.getText())),
        new ScalarKind<>(
            20,
            Instant.class,
            (out, value) -> {
              out.putLong(value.getEpochSecond());
              out.putInt(value.getNano());
            },
            in -> Instant.ofEpochSecond(in.getLong(), in.getInt())),
        new ScalarKind<>(
            21,
            Duration.class,
            (out, value) -> {
              out.putLong(value.getSeconds());
              out.putInt(value.getNano());
            },
            in -> Duration.ofSeconds(in.getLong(), in.getInt())),
        ScalarKind.text(22, LocalDate.class, in -> LocalDate.parse(in.getText())),
        ScalarKind.text(23, LocalTime.class, in -> LocalTime.parse(in.getText())),
        ScalarKind.text(24, LocalDateTime.class, in -> LocalDateTime.parse(in.getText())),
        ScalarKind.text(25, OffsetDateTime.class, in -> OffsetDateTime.parse(in.getText())),
        ScalarKind.text(26, OffsetTime.class, in -> OffsetTime.parse(in.getText())),
        new ScalarKind<>(
            27,
            ZonedDateTime.class,
            (out, value) -> {
              out.putText(value.toLocalDateTime().toString());
              out.putText(value.getOffset().getId());
              out.putText(value.getZone().getId());
            },
            in ->
                ZonedDateTime.ofInstant(
                    LocalDateTime.parse(in.getText()),
                    ZoneOffset.of(in.getText()),
                    ZoneId.of(in.getText()))),
        ScalarKind.text(28, ZoneOffset.class, in -> ZoneOffset.of(in.getText())),
        ScalarKind.text(29, ZoneId.of("UTC").getClass(), in -> ZoneId.of(in.getText())),
        ScalarKind.text(30, Period.class, in -> Period.parse(in.getText())),
        new ScalarKind<>(
            31,
            Year.class,
            (out, value) -> out.putInt(value.getValue()),
            in -> Year.of(in.getInt())),
        new ScalarKind<>(
            32,
            YearMonth.class,
            (out, value) -> {
              out.putInt(value.getYear());
              out.putInt(value.getMonthValue());
            },
            in -> YearMonth.of(in.getInt(), in.getInt())),
        ScalarKind.text(33, MonthDay.class, in -> MonthDay.parse(in.getText())),
        new ScalarKind<>(
            34,
            OptionalInt.class,
            (out, value) -> {
              out.putByte(value.isPresent() ? 1 : 0);
              out.putInt(value.orElse(0));
            },
            in -> {
              boolean present = in.getByte() == 1;
              int value = in.getInt();
              return present ? OptionalInt.of(value) : OptionalInt.empty();
            }),
        new ScalarKind<>(
            35,
            OptionalLong.class,
            (out, value) -> {
              out.putByte(value.isPresent() ? 1 : 0);
              out.putLong(value.orElse(0));
            },
            in -> {
              boolean present = in.getByte() == 1;
              long value = in.getLong();
              return present ? OptionalLong.of(value) : OptionalLong.empty();
            }),
        new ScalarKind<>(
            36,
            OptionalDouble.class,
            (out, value) -> {
              out.putByte(value.isPresent() ? 1 : 0);
              out.putLong(Double.doubleToRawLongBits(value.orElse(0)));
            },
            in -> {
              boolean present = in.getByte() == 1;
              double value = Double.longBitsToDouble(in.getLong());
              return present ? OptionalDouble.of(value) : OptionalDouble.empty();
            }),
        // one more class for each platform, and one more for each file system that is not a disk's
        ScalarKind.text(
            37, FileSystems.getDefault().getPath("").getClass(), in -> Path.of(in.getText())),
        new ScalarKind<>(40, Class.class, ValueWriter::putType, in -> names.find(in.getText())),
        new ScalarKind<>(50, byte[].class, ValueWriter::putBytes, ValueReader::getBytes),
        new ScalarKind<>(51, short[].class, ValueWriter::putShorts, ValueReader::getShorts),
        new ScalarKind<>(52, char[].class, ValueWriter::putChars, ValueReader::getChars),
        new ScalarKind<>(53, int[].class, ValueWriter::putInts, ValueReader::getInts),
        new ScalarKind<>(54, long[].class, ValueWriter::putLongs, ValueReader::getLongs),
        new ScalarKind<>(55, float[].class, ValueWriter::putFloats, ValueReader::getFloats),
        new ScalarKind<>(56, double[].class, ValueWriter::putDoubles, ValueReader::getDoubles),
        new ScalarKind<>(57, boolean[].class, ScalarKinds::putBooleans, ScalarKinds::getBooleans));
  }

  private static void putBooleans(ValueWriter out, boolean[] values) throws NotStorableException {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    out.putBytes(bytes);
  }

  private static boolean[] getBooleans(ValueReader in) {
    byte[] bytes = in.getBytes();
    boolean[] values = new boolean[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = bytes[i] == 1;
    }
    return values;
  }
}
