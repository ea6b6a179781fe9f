package dev.flowcell.store.jdbc;

import dev.flowcell.store.Offer;
import dev.flowcell.store.RunRequest;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What this process says to others by the database, and who is told what they ask. Thread-safe. */
final class Desk {

  /** What this process can run. */
  record Offering(String notebook, List<Offer.Flow> flows) {}

  /** What it answers to a request. */
  record Reply(String requestId, RunRequest.Answer answer) {}

  private volatile Consumer<String> cancelListener = id -> {};
  private volatile Consumer<RunRequest> requestListener = request -> {};
  private volatile Runnable othersListener = () -> {};
  private volatile @Nullable Offering offering;
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();

  void onCancelRequest(Consumer<String> listener) {
    cancelListener = listener;
  }

  Consumer<String> cancelListener() {
    return cancelListener;
  }

  void onRequest(Consumer<RunRequest> listener) {
    requestListener = listener;
  }

  Consumer<RunRequest> requestListener() {
    return requestListener;
  }

  void onOthers(Runnable listener) {
    othersListener = listener;
  }

  /** Told when others may have written anything. */
  Runnable othersListener() {
    return othersListener;
  }

  void offer(Offering flows) {
    offering = flows;
  }

  /** What was offered last, or null where nothing is. */
  @Nullable Offering offering() {
    return offering;
  }

  void reply(Reply reply) {
    replies.add(reply);
  }

  /** The replies that are not written yet, oldest first; the writer takes them out. */
  Queue<Reply> replies() {
    return replies;
  }
}
