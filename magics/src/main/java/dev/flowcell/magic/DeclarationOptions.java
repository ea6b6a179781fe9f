package dev.flowcell.magic;

import dev.flowcell.flow.FlowOptions;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.flow.TaskOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code %task} and {@code %flow} may say about what they declare: the one table for magic
 * line, annotation, help and completion.
 */
final class DeclarationOptions {

  private static final List<Option> BOTH =
      List.of(
          Option.of("name", "NAME", "the name its runs are shown by"),
          Option.of("retries", "N", "tries again so often when it fails"),
          Option.of("delay", "D", "waits before each retry: 3s, or a list 1s,2s,4s"),
          Option.of("backoff", "FACTOR", "multiplies the last delay for each further retry"),
          Option.of("max-delay", "D", "waits no longer than this"),
          Option.of("jitter", "F", "makes waits up to this part (0 to 1) shorter or longer"),
          Option.of("retry-on", "CLASS,…", "tries again after these exceptions only"),
          Option.of("retry-for", "D", "begins no retry later than this after the start"),
          Option.of("tags", "A,B", "words to find its runs by"),
          Option.of("description", "TEXT", "what it is for"),
          Option.later("timeout", "D", "fails an attempt that takes longer"),
          Option.later("on-failure", "METHOD", "is called when it has failed"));

  /** Behind {@code %task}. */
  static final Usage TASK =
      usage(
          "makes the method below a task, or the statements below the task NAME",
          Option.later("cache", "inputs|source|inputs+source", "reuses earlier results"),
          Option.later("expires", "D", "how long a result is reused"),
          Option.later("limit", "N", "how many runs at once"),
          Option.later("check", "METHOD", "looks at its result"));

  /** Behind {@code %flow}. */
  static final Usage FLOW =
      usage(
          "makes the method below a flow, or the statements below the flow NAME",
          Option.later("concurrency", "N", "how many tasks at once"));

  private DeclarationOptions() {}

  private static Usage usage(String summary, Option... more) {
    List<Option> options = Stream.concat(BOTH.stream(), Stream.of(more)).toList();
    return new Usage("", "[NAME]", summary, options, true);
  }

  static TaskOptions task(Arguments arguments) {
    return new TaskOptions(retry(arguments), arguments.list("tags"), description(arguments));
  }

  static FlowOptions flow(Arguments arguments) {
    return new FlowOptions(retry(arguments), arguments.list("tags"), description(arguments));
  }

  private static String description(Arguments arguments) {
    return arguments.text("description").orElse("");
  }

  private static RetryPolicy retry(Arguments arguments) {
    List<Duration> delays = arguments.durations("delay");
    Optional<Duration> budget = arguments.duration("retry-for");
    Optional<Integer> retries = arguments.count("retries", 0);
    if (budget.isPresent() && retries.isEmpty() && delays.isEmpty()) {
      throw arguments
          .given("retry-for")
          .orElseThrow()
          .wrong("without --retries needs a --delay, or it would try without a pause");
    }
    return new RetryPolicy(
        retries.orElse(budget.isPresent() ? RetryPolicy.UNLIMITED : 0),
        delays,
        arguments
            .number("backoff", factor -> factor >= 1 && factor < 1e6, "of 1 or more")
            .orElse(1.0),
        arguments.duration("max-delay"),
        arguments.number("jitter", part -> part >= 0 && part <= 1, "from 0 to 1").orElse(0.0),
        arguments.list("retry-on"),
        budget);
  }
}
