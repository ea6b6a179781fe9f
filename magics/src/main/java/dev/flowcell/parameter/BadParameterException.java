package dev.flowcell.parameter;

/** A parameter's text makes no value of its type; the message names the parameter and says why. */
public final class BadParameterException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  BadParameterException(String message) {
    super(message);
  }
}
