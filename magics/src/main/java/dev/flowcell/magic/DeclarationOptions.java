package dev.flowcell.magic;

import dev.flowcell.flow.CachePolicy;
import dev.flowcell.flow.FlowOptions;
import dev.flowcell.flow.Hooks;
import dev.flowcell.flow.Parameter;
import dev.flowcell.flow.RetryPolicy;
import dev.flowcell.flow.TaskOptions;
import dev.flowcell.flow.Webhook;
import dev.flowcell.magic.syntax.Arguments;
import dev.flowcell.magic.syntax.Option;
import dev.flowcell.magic.syntax.Usage;
import dev.flowcell.magic.syntax.UsageException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * What {@code %task} and {@code %flow} may say about what they declare: the one table for magic
 * line, annotation, help and completion.
 */
final class DeclarationOptions {

  private static final String FAILURE = "failure";

  private static final List<Option> BOTH =
      List.of(
          Option.of("name", "NAME", "the name its runs are shown by"),
          Option.of("retries", "N", "tries again so often when it fails"),
          Option.of("delay", "D", "waits before each retry: 3s, or a list 1s,2s,4s"),
          Option.of("backoff", "FACTOR", "multiplies the last delay for each further retry"),
          Option.of("max-delay", "D", "waits no longer than this"),
          Option.of("jitter", "F", "makes waits up to this part (0 to 1) shorter or longer"),
          Option.of(
              "retry-on", "CLASS,…", "tries again only after these, or if this method says so"),
          Option.of("retry-for", "D", "begins no retry later than this after the start"),
          Option.of("tags", "A,B", "words to find its runs by"),
          Option.of("description", "TEXT", "what it is for"),
          Option.of("timeout", "D", "stops and fails an attempt that takes longer"),
          Option.of("on-failure", "METHOD", "is called when it has failed, with the exception"),
          Option.of("on-completion", "METHOD", "is called when it is completed, with the result"),
          Option.of("on-cancel", "METHOD", "is called when it has been cancelled"));

  /** Behind {@code %task}. */
  static final Usage TASK =
      usage(
          "makes the method below a task, or the statements below the task NAME",
          Option.choice(
              "cache",
              "POLICY",
              "reuses results: inputs (same arguments), source (same code), inputs+source; inputs-x"
                  + " does not look at x",
              CachePolicy.WORDS),
          Option.of("expires", "D", "reuses no result that is older"),
          Option.of("limit", "N", "how many runs at once"),
          Option.of("check", "METHOD", "looks at its result; false fails the attempt"));

  /** Behind {@code %flow}. */
  static final Usage FLOW =
      usage(
          "makes the method below a flow, or the statements below the flow NAME",
          Option.of("concurrency", "N", "how many of its submitted tasks at once"),
          Option.of(
              "notify", "URL", "tells this webhook when a run has ended; secret:NAME hides it"),
          Option.choice(
              "notify-on",
              "WHEN",
              "tells it of every end, or of failures",
              List.of("end", FAILURE)));

  private DeclarationOptions() {}

  private static Optional<Webhook> webhook(Arguments arguments) {
    Optional<Arguments.Given> when = arguments.given("notify-on");
    if (when.isPresent() && !arguments.has("notify")) {
      throw when.get().wrong("needs a --notify URL to tell");
    }
    boolean onlyFailures = when.filter(given -> given.text().equals(FAILURE)).isPresent();
    return arguments
        .given("notify")
        .map(
            given -> {
              try {
                return new Webhook(given.text(), onlyFailures);
              } catch (IllegalArgumentException e) {
                throw given.wrong(String.valueOf(e.getMessage()));
              }
            });
  }

  private static Usage usage(String summary, Option... more) {
    List<Option> options = Stream.concat(BOTH.stream(), Stream.of(more)).toList();
    return new Usage("", "[NAME]", summary, options, true);
  }

  /** What the arguments say of a task; throws {@link UsageException} where they make no sense. */
  static TaskOptions task(
      String name, List<Parameter> parameters, Arguments arguments, ExceptionNames exceptions) {
    return new TaskOptions(
        retry(arguments, exceptions),
        timeout(arguments),
        atOnce(arguments, "limit"),
        cache(name, parameters, arguments),
        method(arguments, "check"),
        hooks(arguments),
        arguments.list("tags"),
        description(arguments));
  }

  /** What they say of a flow. */
  static FlowOptions flow(Arguments arguments, ExceptionNames exceptions) {
    return new FlowOptions(
        retry(arguments, exceptions),
        timeout(arguments),
        atOnce(arguments, "concurrency"),
        hooks(arguments),
        webhook(arguments),
        arguments.list("tags"),
        description(arguments));
  }

  private static Optional<Duration> timeout(Arguments arguments) {
    Optional<Duration> timeout = arguments.duration("timeout");
    if (timeout.isPresent() && timeout.get().isZero()) {
      throw arguments.given("timeout").orElseThrow().wrong("needs a time longer than nothing");
    }
    return timeout;
  }

  private static Optional<CachePolicy> cache(
      String task, List<Parameter> parameters, Arguments arguments) {
    Optional<Duration> expires = arguments.duration("expires");
    Optional<Arguments.Given> given = arguments.given("cache");
    if (given.isEmpty() && expires.isPresent()) {
      throw arguments
          .given("expires")
          .orElseThrow()
          .wrong("of " + task + " needs a --cache POLICY: without one no result is reused");
    }
    return given.map(
        policy -> {
          try {
            CachePolicy read = CachePolicy.parse(policy.text());
            read.check(task, parameters);
            return expires.map(read::expiresAfter).orElse(read);
          } catch (IllegalArgumentException e) {
            throw policy.wrong("of " + task + " " + e.getMessage());
          }
        });
  }

  private static OptionalInt atOnce(Arguments arguments, String option) {
    return arguments.count(option, 1).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static Hooks hooks(Arguments arguments) {
    return new Hooks(
        method(arguments, "on-failure"),
        method(arguments, "on-completion"),
        method(arguments, "on-cancel"));
  }

  /** The name of a method that may well be declared later. */
  private static Optional<String> method(Arguments arguments, String option) {
    return arguments
        .given(option)
        .map(
            given -> {
              if (!SourceVersion.isIdentifier(given.text())) {
                throw given.wrong("needs the name of a method, not '" + given.text() + "'");
              }
              return given.text();
            });
  }

  private static String description(Arguments arguments) {
    return arguments.text("description").orElse("");
  }

  private static RetryPolicy retry(Arguments arguments, ExceptionNames exceptions) {
    arguments
        .given("retry-on")
        .ifPresent(
            given -> arguments.list("retry-on").forEach(name -> exceptions.check(given, name)));
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
