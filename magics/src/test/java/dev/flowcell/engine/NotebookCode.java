package dev.flowcell.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What the cells of a test's notebook have declared. */
final class NotebookCode {

  /** What the methods were called with, in order; emptied by each test. */
  static final List<Object> calls = new CopyOnWriteArrayList<>();

  /** Told of each call, on its thread. */
  static volatile Consumer<Object> onCall = call -> {};

  private NotebookCode() {}

  static class CodeError extends Exception {
    private static final long serialVersionUID = 1L;
  }

  static final class SubCodeError extends CodeError {
    private static final long serialVersionUID = 1L;
  }

  static boolean isGood(String result) {
    call(result);
    return result.equals("good");
  }

  static boolean throwsCheck(Object result) {
    throw new IllegalStateException("no idea");
  }

  static void takesInt(int number) {}

  static boolean isTransient(Exception e) {
    call(e);
    return "transient".equals(e.getMessage());
  }

  static void tell() {
    call("tell");
  }

  static void tellWhy(Throwable why) {
    call(why);
  }

  static void tellResult(Object result) {
    call(result);
  }

  static void tellBadly() {
    throw new IllegalStateException("no mail today");
  }

  private static void call(Object call) {
    calls.add(call);
    onCall.accept(call);
  }
}
