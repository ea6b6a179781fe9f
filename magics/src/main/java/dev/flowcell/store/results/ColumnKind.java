package dev.flowcell.store.results;

import tech.tablesaw.columns.Column;

/**
 * Columns of one type of Tablesaw's, by the values it keeps inside: among them is what stands for a
 * missing one. How they are parsed and printed is not kept.
 *
 * @param type the class of the columns, exactly
 */
record ColumnKind<C extends Column<?>>(
    int tag, Class<C> type, ScalarKind.Write<C> writer, Read<C> reader) implements ValueKind {

  /** Reads the values and makes a column of them. */
  interface Read<C> {
    C read(String name, ValueReader in) throws MissingResultException;
  }

  @Override
  public boolean takes(Class<?> type) {
    return this.type == type;
  }

  @Override
  public void write(Object value, ValueWriter out) throws NotStorableException {
    C column = type.cast(value);
    out.putText(column.name());
    writer.write(out, column);
  }

  @Override
  public C read(ValueReader in) throws MissingResultException {
    return reader.read(in.getText(), in);
  }
}
