package dev.flowcell.kernel.java.shell;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import jdk.jshell.JShell;
import org.jspecify.annotations.Nullable;

/**
 * What JShell and its compiler have for themselves. The jar's manifest opens their packages;
 * whoever asks must also live with a refusal, since another Java may have others.
 */
final class Opened {

  private Opened() {}

  /**
   * A field of an object's own class.
   *
   * @throws ReflectiveOperationException if there is none of that name
   * @throws java.lang.reflect.InaccessibleObjectException if its package is not open
   */
  static Field field(Object object, String name) throws ReflectiveOperationException {
    return field(object.getClass(), name);
  }

  /** The same of a type, for all of its objects. */
  static Field field(Class<?> type, String name) throws ReflectiveOperationException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  /** What such a field holds. */
  static Object get(Object object, String name) throws ReflectiveOperationException {
    return field(object, name).get(object);
  }

  /** A type of JShell's own package. */
  static Class<?> type(JShell jshell, String name) throws ReflectiveOperationException {
    return Class.forName("jdk.jshell." + name, true, jshell.getClass().getClassLoader());
  }

  /**
   * A method that a type declares.
   *
   * @throws ReflectiveOperationException if there is none like that
   * @throws java.lang.reflect.InaccessibleObjectException if its package is not open
   */
  static Method method(Class<?> type, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    Method method = type.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return method;
  }

  /** The same for a constructor. */
  static Constructor<?> constructor(Class<?> type, Class<?>... parameters)
      throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructor(parameters);
    constructor.setAccessible(true);
    return constructor;
  }

  /** Calls such a method; what it throws comes as it is. */
  static Object call(Method method, @Nullable Object target, @Nullable Object... arguments) {
    return unwrapped(() -> method.invoke(target, arguments));
  }

  /** The same for a constructor. */
  static Object create(Constructor<?> constructor, @Nullable Object... arguments) {
    return unwrapped(() -> constructor.newInstance(arguments));
  }

  private interface Call {
    Object make() throws ReflectiveOperationException;
  }

  private static Object unwrapped(Call call) {
    try {
      return call.make();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e); // it was made accessible
    }
  }
}
