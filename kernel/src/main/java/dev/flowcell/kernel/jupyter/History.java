package dev.flowcell.kernel.jupyter;

import io.github.spencerpark.jupyter.kernel.history.HistoryEntry;
import io.github.spencerpark.jupyter.messages.reply.HistoryReply;
import io.github.spencerpark.jupyter.messages.request.HistoryRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Answers for the cells that ran: the last {@value #KEPT} of this session, with their values, and
 * those of earlier sessions. A thread of its own writes and reads them, so that no cell waits for a
 * disk. Thread-safe.
 */
final class History implements Handler<HistoryRequest>, AutoCloseable {

  /** How long the end of a session waits for its last cells to be written. */
  private static final long GRACE_MILLIS = 500;

  private static final int KEPT = 10_000;

  private final ExecutorService worker = Executors.newSingleThreadExecutor(History::thread);
  private final SessionFiles files;
  private final Deque<HistoryEntry> entries = new ArrayDeque<>();

  History(SessionFiles files) {
    this.files = files;
  }

  /**
   * Keeps a cell, soon.
   *
   * @param output its value as text, or empty
   */
  void add(int number, String code, String output) {
    try {
      worker.execute(() -> keep(number, code, output));
    } catch (RejectedExecutionException e) {
      // the session ended before its cell did
    }
  }

  private void keep(int number, String code, String output) {
    entries.add(new HistoryEntry(files.session(), number, code, output));
    files.add(number, code);
    if (entries.size() > KEPT) {
      entries.remove();
    }
  }

  @Override
  public HistoryReply handle(Request<HistoryRequest> request) {
    return CompletableFuture.supplyAsync(() -> answer(request.getContent()), worker).join();
  }

  private HistoryReply answer(HistoryRequest content) {
    List<HistoryEntry> found = find(content);
    return new HistoryReply(content.includeOutput() ? found : withoutOutput(found));
  }

  private List<HistoryEntry> find(HistoryRequest content) {
    if (content instanceof HistoryRequest.Tail tail) {
      return last(tail.getMaxReturnLength(), matching(entry -> true));
    }
    if (content instanceof HistoryRequest.Range range) {
      return matching(entry -> isIn(range, entry));
    }
    if (content instanceof HistoryRequest.Search search) {
      return search(search);
    }
    return List.of();
  }

  private List<HistoryEntry> matching(Predicate<HistoryEntry> wanted) {
    return Stream.concat(files.earlier().stream(), entries.stream()).filter(wanted).toList();
  }

  /** Session 0 is the one that runs, -1 the one before it; the stop is the first cell left out. */
  private boolean isIn(HistoryRequest.Range range, HistoryEntry entry) {
    int asked = range.getSessionIndex();
    int session = asked > 0 ? asked : files.session() + asked;
    return session == entry.getSession()
        && entry.getCellNumber() >= range.getStart()
        && (range.getStop() <= 0 || entry.getCellNumber() < range.getStop());
  }

  private List<HistoryEntry> search(HistoryRequest.Search search) {
    String glob = search.getPattern() == null ? "*" : search.getPattern();
    Predicate<String> matches = matches(glob);
    List<HistoryEntry> found = matching(entry -> matches.test(entry.getInput()));
    return last(search.getMaxReturnLength(), search.filterUnique() ? unique(found) : found);
  }

  private static Predicate<String> matches(String glob) {
    try {
      return Pattern.compile(regex(glob), Pattern.DOTALL).asMatchPredicate();
    } catch (PatternSyntaxException e) {
      return input -> false; // a set that holds nothing, such as [z-a]
    }
  }

  /** SQLite's GLOB, as the protocol has it: {@code *}, {@code ?} and {@code [a-z]}. */
  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      int close = c == '[' ? glob.indexOf(']', i + 2) : -1;
      if (close > 0) {
        String set = glob.substring(i + 1, close);
        regex.append('[').append(set.replaceAll("[\\\\\\[&]", "\\\\$0")).append(']');
        i = close;
      } else if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  /** Of equal inputs the last one. */
  private static List<HistoryEntry> unique(List<HistoryEntry> found) {
    Map<String, HistoryEntry> byInput = new LinkedHashMap<>();
    for (HistoryEntry entry : found) {
      byInput.remove(entry.getInput());
      byInput.put(entry.getInput(), entry);
    }
    return List.copyOf(byInput.values());
  }

  /** The last n, or all where the request names no number. */
  private static List<HistoryEntry> last(int n, List<HistoryEntry> found) {
    return n <= 0 || n >= found.size() ? found : found.subList(found.size() - n, found.size());
  }

  private static List<HistoryEntry> withoutOutput(List<HistoryEntry> found) {
    List<HistoryEntry> inputs = new ArrayList<>();
    for (HistoryEntry entry : found) {
      inputs.add(new HistoryEntry(entry.getSession(), entry.getCellNumber(), entry.getInput()));
    }
    return inputs;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "jupyter-history");
    thread.setDaemon(true);
    return thread;
  }

  /** Writes what is waiting. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      var unused = worker.awaitTermination(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
