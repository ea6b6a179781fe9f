package dev.flowcell.store.results;

/** The constants of enums, by their names. */
record EnumKind(int tag, TypeNames names) implements ValueKind {

  @Override
  public boolean takes(Class<?> type) {
    return Enum.class.isAssignableFrom(type);
  }

  @Override
  public void write(Object value, ValueWriter out) throws NotStorableException {
    Enum<?> constant = (Enum<?>) value;
    out.putType(constant.getDeclaringClass());
    out.putText(constant.name());
  }

  @Override
  public Object read(ValueReader in) throws MissingResultException {
    String type = in.getText();
    String name = in.getText();
    Object[] constants = names.find(type).getEnumConstants();
    if (constants != null) {
      for (Object constant : constants) {
        if (((Enum<?>) constant).name().equals(name)) {
          return constant;
        }
      }
    }
    throw new MissingResultException(
        "its type " + type + " has changed: it has no constant " + name + " any more");
  }
}
