package dev.flowcell.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Futures among the arguments of a call: each argument may be one, or a list with some in it. */
final class Futures {

  private Futures() {}

  /** The futures that the arguments hold, in order. */
  static List<CompletableFuture<?>> in(List<? extends @Nullable Object> arguments) {
    List<CompletableFuture<?>> futures = new ArrayList<>(0);
    for (Object argument : arguments) {
      if (argument instanceof CompletableFuture<?> future) {
        futures.add(future);
      } else if (argument instanceof List<?> list) {
        ofList(list).forEach(futures::add);
      }
    }
    return futures;
  }

  /** The arguments with the results of futures that are done, and have not failed. */
  static List<@Nullable Object> results(List<? extends @Nullable Object> arguments) {
    List<@Nullable Object> results = new ArrayList<>(arguments.size());
    for (Object argument : arguments) {
      boolean holds = argument instanceof List<?> list && ofList(list).findAny().isPresent();
      results.add(holds ? listOfResults((List<?>) argument) : result(argument));
    }
    return results;
  }

  /** Why a future that is done has failed, or null. */
  static @Nullable Throwable failure(CompletableFuture<?> future) {
    try {
      future.getNow(null);
      return null;
    } catch (CompletionException e) {
      return e.getCause() == null ? e : e.getCause();
    } catch (RuntimeException e) {
      return e;
    }
  }

  private static Stream<CompletableFuture<?>> ofList(List<?> list) {
    return list.stream()
        .filter(CompletableFuture.class::isInstance)
        .map(future -> (CompletableFuture<?>) future);
  }

  private static List<@Nullable Object> listOfResults(List<?> list) {
    List<@Nullable Object> results = new ArrayList<>(list.size());
    list.forEach(element -> results.add(result(element)));
    return results;
  }

  private static @Nullable Object result(@Nullable Object argument) {
    return argument instanceof CompletableFuture<?> future ? future.getNow(null) : argument;
  }
}
