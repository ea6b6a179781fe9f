package dev.flowcell.store.results;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The last resort: what is {@link Serializable} and made of types of cells and of the allow list,
 * and nothing else, in writing and in reading. Types of cells are known by their names there, which
 * their classes' names are not.
 */
final class SerializableKind implements ValueKind {

  /** Packages end in a dot and stand for themselves alone, two dots also for those below. */
  private static final List<String> ALLOWED =
      List.of(
          "java.lang.",
          "java.math.",
          "java.net.URI",
          "java.net.URL",
          "java.io.File",
          "java.sql.Date",
          "java.sql.Time",
          "java.sql.Timestamp",
          "java.text..",
          "java.time..",
          "java.util.",
          "java.util.concurrent..",
          "java.util.regex.",
          "java.awt.Color",
          "java.awt.geom..",
          "sun.util.calendar.ZoneInfo",
          "tech.tablesaw..",
          "it.unimi.dsi.fastutil..",
          "org.apache.commons.math3..",
          "com.fasterxml.jackson.databind.node.",
          "dev.flowcell..");

  private static final int MAX_DEPTH = 1000;

  private final int tag;
  private final TypeNames names;

  SerializableKind(int tag, TypeNames names) {
    this.tag = tag;
    this.names = names;
  }

  @Override
  public int tag() {
    return tag;
  }

  @Override
  public boolean takes(Class<?> type) {
    return Serializable.class.isAssignableFrom(type);
  }

  @Override
  public void write(Object value, ValueWriter out) throws NotStorableException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new Out(bytes, out)) {
      objects.writeObject(value);
    } catch (Refused e) {
      throw new NotStorableException(e.show(value.getClass()));
    } catch (NotSerializableException e) {
      throw new NotStorableException(
          "%s holds a %s, which is not Serializable"
              .formatted(
                  TypeNames.show(value.getClass()),
                  TypeNames.show(String.valueOf(e.getMessage()))));
    } catch (IOException e) {
      throw UserCode.notStorable("writing " + TypeNames.show(value.getClass()), e);
    }
    out.putBytes(bytes.toByteArray());
  }

  @Override
  public Object read(ValueReader in) throws MissingResultException {
    byte[] bytes = in.getBytes();
    try (ObjectInputStream objects = new In(bytes)) {
      return objects.readObject();
    } catch (ClassNotFoundException e) {
      throw new MissingResultException("its type " + e.getMessage() + " is not defined here", e);
    } catch (InvalidClassException e) {
      throw new MissingResultException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw UserCode.missing("reading it", e);
    }
  }

  private boolean isAllowed(Class<?> type) {
    if (type.isArray()) {
      return isAllowed(type.getComponentType());
    }
    return type.isPrimitive() || names.isOfCell(type) || isListed(type);
  }

  private static boolean isListed(Class<?> type) {
    Class<?> outermost = type;
    while (outermost.getEnclosingClass() != null) {
      outermost = outermost.getEnclosingClass();
    }
    String name = outermost.getName();
    String room = outermost.getPackageName() + ".";
    return !type.isHidden()
        && ALLOWED.stream()
            .anyMatch(
                allowed ->
                    allowed.endsWith("..")
                        ? room.startsWith(allowed.substring(0, allowed.length() - 1))
                        : allowed.endsWith(".") ? room.equals(allowed) : name.equals(allowed));
  }

  /** The fields with the kinds of their types: by them a changed type is known. */
  private static String fields(ObjectStreamClass type) {
    return Stream.of(type.getFields())
        .map(field -> field.getName() + ":" + field.getTypeCode())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Writes types of cells by their names and fields, others as Java does. */
  private final class Out extends ObjectOutputStream {

    private final ValueWriter writer;

    Out(OutputStream out, ValueWriter writer) throws IOException {
      super(out);
      this.writer = writer;
    }

    @Override
    protected void annotateClass(Class<?> type) throws IOException {
      // what stops the writing is written, too, before it is thrown
      if (!isAllowed(type) && !IOException.class.isAssignableFrom(type)) {
        throw new Refused(type);
      }
    }

    @Override
    protected void annotateProxyClass(Class<?> type) throws IOException {
      throw new Refused(type);
    }

    @Override
    protected void writeClassDescriptor(ObjectStreamClass descriptor) throws IOException {
      Class<?> type = descriptor.forClass();
      boolean ofCell = names.isOfCell(type);
      writeBoolean(ofCell);
      if (!ofCell) {
        super.writeClassDescriptor(descriptor);
        return;
      }
      try {
        writeUTF(writer.nameOf(type));
      } catch (NotStorableException e) {
        throw new IOException(e.getMessage(), e);
      }
      writeUTF(fields(descriptor));
    }
  }

  private final class In extends ObjectInputStream {

    private final int size;

    In(byte[] bytes) throws IOException {
      super(new ByteArrayInputStream(bytes));
      size = bytes.length;
      setObjectInputFilter(this::check);
    }

    /** No array can have more elements than there are bytes. */
    private ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo next) {
      Class<?> type = next.serialClass();
      boolean fits = next.depth() <= MAX_DEPTH && next.arrayLength() <= size;
      return fits && (type == null || isAllowed(type))
          ? ObjectInputFilter.Status.ALLOWED
          : ObjectInputFilter.Status.REJECTED;
    }

    @Override
    protected ObjectStreamClass readClassDescriptor() throws IOException, ClassNotFoundException {
      if (!readBoolean()) {
        return super.readClassDescriptor();
      }
      String name = readUTF();
      String fields = readUTF();
      ObjectStreamClass descriptor = ObjectStreamClass.lookupAny(find(name));
      if (!fields(descriptor).equals(fields)) {
        throw new InvalidClassException(
            "its type %s has changed: it had %s and has %s now"
                .formatted(name, fields, fields(descriptor)));
      }
      return descriptor;
    }

    private Class<?> find(String name) throws IOException {
      try {
        return names.find(name);
      } catch (MissingResultException e) {
        throw new InvalidClassException(e.getMessage());
      }
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass descriptor)
        throws IOException, ClassNotFoundException {
      Class<?> known = descriptor.forClass();
      return known != null ? known : super.resolveClass(descriptor);
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
      throw new InvalidClassException("it holds a proxy");
    }
  }

  /** A type that is not on the list. */
  private static final class Refused extends IOException {

    private static final long serialVersionUID = 1L;
    private final transient Class<?> type;

    Refused(Class<?> type) {
      this.type = type;
    }

    String show(Class<?> holder) {
      String why = "is not among the types that are read back";
      return type == holder
          ? TypeNames.show(type) + " " + why
          : TypeNames.show(holder) + " holds " + TypeNames.show(type) + ", which " + why;
    }
  }
}
