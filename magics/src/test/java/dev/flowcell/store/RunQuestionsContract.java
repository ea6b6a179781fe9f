package dev.flowcell.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.flowcell.run.Artifact;
import dev.flowcell.run.FlowRun;
import dev.flowcell.run.Level;
import dev.flowcell.run.LogLine;
import dev.flowcell.run.Run;
import dev.flowcell.run.RunEvent.ArtifactAdded;
import dev.flowcell.run.RunEvent.FlowRunChanged;
import dev.flowcell.run.RunEvent.FlowRunCreated;
import dev.flowcell.run.RunEvent.Logged;
import dev.flowcell.run.RunEvent.TaskRunChanged;
import dev.flowcell.run.RunEvent.TaskRunCreated;
import dev.flowcell.run.RunEvent.TaskRunReturned;
import dev.flowcell.run.RunTree;
import dev.flowcell.run.State;
import dev.flowcell.run.StateType;
import dev.flowcell.run.StoredValue;
import dev.flowcell.store.FlowRunQuery.Order;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every run store answers to those who look for runs. */
public abstract class RunQuestionsContract extends RunStoreContract {

  private static final FlowRunQuery ALL = FlowRunQuery.newest(1000);

  @Test
  void flow_runs_are_found_by_any_of_several_states() {
    RunStore store = store();
    end(store, flow("01A", "f", 0), State.completed(at(1), 1));
    end(store, flow("01B", "f", 1), State.failed(at(2), 1, "no", ""));
    end(store, flow("01C", "f", 2), State.crashed(at(3), 1, "gone"));
    end(store, flow("01D", "f", 3), State.timedOut(at(4), 1, "slow", ""));

    assertThat(ids(store, ALL.inStates(List.of("crashed", "TimedOut"))))
        .containsExactly("01D", "01C");
    assertThat(ids(store, ALL.inStates(List.of("failed", "completed"))))
        .containsExactly("01D", "01B", "01A");
    assertThat(ids(store, ALL.inStates(List.of("timedOut", "failed", "crashed")).limited(2)))
        .containsExactly("01D", "01C");
    assertThat(ids(store, ALL.inStates(List.of("failed", "completed")).after("01D").limited(1)))
        .containsExactly("01B");
  }

  @Test
  void flow_runs_are_found_by_a_whole_tag() {
    RunStore store = store();
    create(store, flow("01A", "f", 0).with(List.of("nightly", "exam 1")));
    create(store, flow("01B", "f", 1).with(List.of("Nightly")));
    create(store, flow("01C", "f", 2).with(List.of("x", "say \"nightly\"", "a,\"nightly")));
    create(store, flow("01D", "f", 3));

    assertThat(ids(store, ALL.tagged("nightly"))).containsExactly("01A");
    assertThat(ids(store, ALL.tagged("exam 1"))).containsExactly("01A");
    assertThat(ids(store, ALL.tagged("exam"))).isEmpty();
    assertThat(ids(store, ALL.tagged("say \"nightly\""))).containsExactly("01C");
    assertThat(find(store, "01A").flow())
        .isEqualTo(flow("01A", "f", 0).with(List.of("nightly", "exam 1")));
  }

  @Test
  void flow_runs_are_found_by_the_time_of_their_creation() {
    RunStore store = store();
    IntStream.range(0, 5).forEach(i -> create(store, flow("01" + i, "f", i)));

    assertThat(ids(store, ALL.createdFrom(at(1)).createdBefore(at(3))))
        .containsExactly("012", "011");
    assertThat(ids(store, ALL.ofFlow("f").createdFrom(at(4)))).containsExactly("014");
  }

  @Test
  void flow_runs_are_found_by_a_text_in_id_flow_notebook_or_parameters() {
    RunStore store = store();
    create(store, flow("01ABC", "f", 0));
    create(store, flow("02", "Prüfung 100%", 1));
    create(store, run("03", Map.of("class", "B\"1"), "exam.ipynb", null));
    create(store, run("04", Map.of("year", "2026"), "", null));

    assertThat(ids(store, ALL.holding("1ab"))).containsExactly("01ABC");
    assertThat(ids(store, ALL.holding("PRÜFUNG 100%"))).containsExactly("02");
    assertThat(ids(store, ALL.holding("0_%"))).isEmpty();
    assertThat(ids(store, ALL.holding("Exam.ip"))).containsExactly("03");
    assertThat(ids(store, ALL.holding("b\"1"))).containsExactly("03");
    assertThat(ids(store, ALL.holding("YEAR"))).containsExactly("04");
    assertThat(store.counts(ALL.holding("year")).total()).isEqualTo(1);
    assertThat(ids(store, ALL.holding("0").limited(2))).containsExactly("04", "03");
  }

  @Test
  void called_flow_runs_may_be_left_out() {
    RunStore store = store();
    create(store, flow("01A", "f", 0));
    create(store, subflow("01B", "01A"));

    assertThat(ids(store, ALL)).containsExactly("01B", "01A");
    assertThat(ids(store, ALL.roots())).containsExactly("01A");
  }

  @Test
  void pages_go_on_where_the_one_before_has_ended_in_every_order() {
    RunStore store = store();
    for (int i = 0; i < 10; i++) {
      // pairs of equal times and lengths
      FlowRun run = flow("01" + (char) ('A' + i), "f", i / 2);
      create(store, run);
      if (i < 8) {
        store.onEvent(new FlowRunChanged(run.id(), State.running(at(10), 1)));
      }
      if (i < 6) {
        store.onEvent(new FlowRunChanged(run.id(), State.completed(at(20 + i / 2), 1)));
      }
    }

    assertThat(pages(store, Order.NEWEST)).isEqualTo("JIH GFE DCB A");
    assertThat(pages(store, Order.OLDEST)).isEqualTo("ABC DEF GHI J");
    assertThat(pages(store, Order.LONGEST)).isEqualTo("FED CBA JIH G");
    assertThat(store.flowRuns(ALL.after("nobody"))).isEmpty();
  }

  private static String pages(RunStore store, Order order) {
    List<String> pages = new ArrayList<>();
    FlowRunQuery query = FlowRunQuery.newest(3).ordered(order);
    List<String> page = ids(store, query);
    while (!page.isEmpty()) {
      pages.add(String.join("", page).replace("01", ""));
      page = ids(store, query.after(page.get(page.size() - 1)));
    }
    return String.join(" ", pages);
  }

  @Test
  void flow_runs_are_counted_by_state() {
    RunStore store = store();
    end(store, flow("01A", "f", 0), State.completed(at(1), 1));
    end(store, flow("01B", "f", 0), State.cached(at(1), ""));
    end(store, flow("01C", "f", 0), State.failed(at(1), 1, "no", ""));
    end(store, flow("01D", "g", 0), State.crashed(at(1), 1, "gone"));
    create(store, flow("01E", "g", 0));
    store.onEvent(new FlowRunChanged("01E", State.running(at(1), 1)));
    State late = new State(StateType.SCHEDULED, RunCounts.LATE, "", at(1), 0, null, "");
    end(store, flow("01F", "g", 0), late);

    RunCounts all = store.counts(ALL.limited(1));

    assertThat(all.byType())
        .containsOnly(
            entry(StateType.COMPLETED, 2),
            entry(StateType.FAILED, 1),
            entry(StateType.CRASHED, 1),
            entry(StateType.RUNNING, 1),
            entry(StateType.SCHEDULED, 1));
    assertThat(all.late()).isEqualTo(1);
    assertThat(all.running()).isEqualTo(1);
    assertThat(all.failed()).isEqualTo(2);
    assertThat(all.successRate()).hasValue(0.5);
    assertThat(store.counts(ALL.ofFlow("f")).total()).isEqualTo(3);
    assertThat(store.counts(ALL.ofFlow("h")).successRate()).isEmpty();
  }

  @Test
  void days_are_those_of_the_zone_and_empty_ones_are_told_too() {
    RunStore store = store();
    ZoneId zurich = ZoneId.of("Europe/Zurich");
    // the clocks go forward in the night to 29 March: that day begins at 23:00Z and ends at 22:00Z
    create(store, createdAt("01A", "2026-03-28T22:59:59Z"));
    create(store, createdAt("01B", "2026-03-28T23:00:00Z"));
    create(store, createdAt("01C", "2026-03-29T21:59:59Z"));
    create(store, createdAt("01D", "2026-03-29T22:00:00Z"));
    create(store, subflow("01E", "01D"));

    Map<LocalDate, RunCounts> days =
        store.countsByDay(LocalDate.of(2026, 3, 27), LocalDate.of(2026, 3, 30), zurich);

    assertThat(days.keySet().stream().map(LocalDate::getDayOfMonth))
        .containsExactly(27, 28, 29, 30);
    assertThat(days.values().stream().map(RunCounts::total)).containsExactly(0, 1, 2, 1);
  }

  @Test
  void a_store_without_runs_knows_no_flow() {
    assertThat(store().flowNames()).isEmpty();
  }

  @Test
  void flows_are_told_with_their_last_run_and_what_their_runs_take() {
    RunStore store = store();
    for (int i = 1; i <= 2; i++) {
      create(store, flow("01" + i, "f", i));
      store.onEvent(new FlowRunChanged("01" + i, State.running(at(10), 1)));
      store.onEvent(new FlowRunChanged("01" + i, State.completed(at(10 + i), 1)));
    }
    create(store, flow("013", "f", 3));
    create(store, flow("014", "a", 4));

    assertThat(store.flows())
        .containsExactly(
            new FlowSummary("a", 1, flow("014", "a", 4), null),
            new FlowSummary("f", 3, flow("013", "f", 3), Duration.ofMillis(1500)));
    assertThat(store.flowNames()).containsExactly("a", "f");
  }

  @Test
  void a_task_run_is_found_by_its_id_in_a_flow_and_outside() {
    RunStore store = store();
    create(store, flow("01A", "f", 0));
    store.onEvent(new TaskRunCreated(task("T1", "t", "01A", 1)));
    store.onEvent(new TaskRunCreated(task("T2", "t", null, 1)));
    store.onEvent(new TaskRunChanged("T2", State.running(at(1), 1)));

    assertThat(store.taskRun("T1")).contains(task("T1", "t", "01A", 1));
    assertThat(store.taskRun("T2"))
        .contains(task("T2", "t", null, 1).with(State.running(at(1), 1)));
    assertThat(store.taskRun("2")).isEmpty();
    assertThat(store.runs(List.of("T2", "nothing", "01A")))
        .extracting(Run::id)
        .containsExactly("T2", "01A");
  }

  @Test
  void lines_are_read_page_by_page_backwards_and_new_ones_forwards() {
    RunStore store = store();
    create(store, flow("01A", "f", 0));
    log(store, IntStream.rangeClosed(1, 7).mapToObj(i -> "line " + i).toArray(String[]::new));
    LogQuery query = LogQuery.newest(3);

    LogPage newest = store.logPage(query);
    assertThat(messages(newest)).containsExactly("line 5", "line 6", "line 7");
    LogPage before = store.logPage(query.before(newest.first()));
    assertThat(messages(before)).containsExactly("line 2", "line 3", "line 4");
    LogPage first = store.logPage(query.before(before.first()));
    assertThat(messages(first)).containsExactly("line 1");
    assertThat(first.first()).isZero();

    assertThat(messages(store.logPage(query.after(newest.last())))).isEmpty();
    log(store, "line 8", "line 9", "line 10", "line 11");
    LogPage after = store.logPage(query.after(newest.last()));
    assertThat(messages(after)).containsExactly("line 8", "line 9", "line 10");
    LogPage last = store.logPage(query.after(after.last()));
    assertThat(messages(last)).containsExactly("line 11");
    assertThat(messages(store.logPage(query.after(last.last())))).isEmpty();
  }

  @Test
  void lines_are_found_by_task_run_flow_and_time() {
    RunStore store = store();
    create(store, flow("01A", "f", 0));
    create(store, flow("01B", "g", 0));
    store.onEvent(new Logged(line("01A", 1, Level.INFO, "one")));
    store.onEvent(new Logged(new LogLine(at(2), Level.INFO, "t", "two", "01A", "T1", 1)));
    store.onEvent(new Logged(new LogLine(at(3), Level.INFO, "t", "three", null, "T2", 1)));
    store.onEvent(new Logged(line("01B", 4, Level.ERROR, "four")));
    LogQuery all = LogQuery.newest(10);

    assertThat(messages(store, all.ofTaskRun("T1"))).containsExactly("two");
    assertThat(messages(store, all.ofTaskRun("T2"))).containsExactly("three");
    assertThat(messages(store, all.ofFlow("f"))).containsExactly("one", "two");
    assertThat(messages(store, all.ofFlow("h"))).isEmpty();
    assertThat(messages(store, all.ofFlow("g").ofFlowRun("01A"))).isEmpty();
    assertThat(messages(store, all.writtenFrom(at(2)).writtenBefore(at(4))))
        .containsExactly("two", "three");
    assertThat(messages(store, all.atLeast(Level.WARN))).containsExactly("four");
    assertThat(messages(store, all.ofFlow("f").holding("wo"))).containsExactly("two");
    assertThat(messages(store, all.ofFlow("f").holding("two"))).containsExactly("two");
    assertThat(messages(store, all.writtenFrom(at(3)).holding("two"))).isEmpty();
  }

  @Test
  void a_text_is_found_among_many_lines_wherever_it_stands() {
    RunStore store = store();
    create(store, flow("01A", "f", 0));
    log(store, "the needle is first");
    assertThat(store.flush(Duration.ofMinutes(1))).isTrue();
    for (int i = 0; i < 10; i++) {
      log(
          store,
          IntStream.range(i * 100, i * 100 + 100).mapToObj(n -> "hay " + n).toArray(String[]::new));
      log(store, "x".repeat(i) + "NeeDLE");
    }
    LogQuery query = LogQuery.newest(5).holding("eedl");

    LogPage newest = store.logPage(query);
    assertThat(messages(newest))
        .containsExactly(
            "xxxxxNeeDLE", "xxxxxxNeeDLE", "xxxxxxxNeeDLE", "xxxxxxxxNeeDLE", "xxxxxxxxxNeeDLE");
    LogPage before = store.logPage(query.before(newest.first()));
    assertThat(messages(before))
        .containsExactly("NeeDLE", "xNeeDLE", "xxNeeDLE", "xxxNeeDLE", "xxxxNeeDLE");
    LogPage first = store.logPage(query.before(before.first()));
    assertThat(messages(first)).containsExactly("the needle is first");
    assertThat(first.first()).isZero();
    assertThat(messages(store, LogQuery.newest(2000).holding("hay 9"))).hasSize(111);
    assertThat(messages(store, query.holding("needles"))).isEmpty();
  }

  @Test
  void texts_of_any_script_are_found_in_any_case() {
    RunStore store = store();
    create(store, flow("01A", "f", 0));
    log(store, "GRÖSSE ΣΊΣΥΦΟΣ", "𐐀𐐁𐐂 done", "日本語 🎓");

    assertThat(messages(store, LogQuery.newest(9).holding("größe"))).isEmpty();
    assertThat(messages(store, LogQuery.newest(9).holding("grösse σίσυφος"))).hasSize(1);
    assertThat(messages(store, LogQuery.newest(9).holding("𐐨𐐩𐐪 DONE"))).hasSize(1);
    assertThat(messages(store, LogQuery.newest(9).holding("日本語 🎓"))).hasSize(1);
  }

  @Test
  void texts_short_and_long_are_found_in_any_case() {
    RunStore store = store();
    create(store, flow("01A", "f", 0));
    log(store, "5 \u212A and \u017Fix", "50% of_it\\", "ÄÖ 🎓", "nothing");

    assertThat(messages(store, LogQuery.newest(9).holding("k"))).hasSize(1);
    assertThat(messages(store, LogQuery.newest(9).holding("SI"))).hasSize(1);
    assertThat(messages(store, LogQuery.newest(9).holding("%"))).hasSize(1);
    assertThat(messages(store, LogQuery.newest(9).holding("f_"))).hasSize(1);
    assertThat(messages(store, LogQuery.newest(9).holding("T\\"))).hasSize(1);
    assertThat(messages(store, LogQuery.newest(9).holding("äö"))).hasSize(1);
    assertThat(messages(store, LogQuery.newest(9).holding("🎓"))).hasSize(1);
    assertThat(messages(store, LogQuery.newest(9).holding("OT"))).hasSize(1);
    assertThat(messages(store, LogQuery.newest(9).holding("zq"))).isEmpty();
    assertThat(messages(store, LogQuery.newest(9).holding("5 K AND SI"))).hasSize(1);
    assertThat(messages(store, LogQuery.newest(9).holding("50%  of"))).isEmpty();
    assertThat(messages(store, LogQuery.newest(9).holding("50_ of"))).isEmpty();
    assertThat(messages(store, LogQuery.newest(9).holding("öÄ \uD83C\uDF93"))).isEmpty();
    assertThat(messages(store, LogQuery.newest(9).holding("äÖ \uD83C\uDF93"))).hasSize(1);
  }

  @Test
  void who_watches_is_told_of_changes_until_the_watch_ends() throws Exception {
    RunStore store = store();
    BlockingQueue<Set<String>> told = new LinkedBlockingQueue<>();
    Watch watch = store.watch(told::add);
    create(store, flow("01A", "f", 0));
    Set<String> changed = told.poll(1, TimeUnit.MINUTES);
    assertThat(changed).isNotNull();
    assertThat(store.flowRun("01A")).as("what is told can be read").isPresent();

    watch.close();
    told.clear();
    CountDownLatch other = new CountDownLatch(1);
    store.watch(ids -> other.countDown());
    create(store, flow("01B", "f", 0));
    assertThat(other.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(told).isEmpty();
  }

  @Test
  void a_process_offers_flows_is_asked_for_runs_and_answers() throws Exception {
    RunStore store = store();
    BlockingQueue<RunRequest> asked = new LinkedBlockingQueue<>();
    store.onRequest(asked::add);
    Offer.Flow exam = new Offer.Flow("exam", List.of(new Offer.Parameter("year", "int", "2026")));
    Offer.Flow other = new Offer.Flow("other", List.of(new Offer.Parameter("x", "String", null)));
    store.offer("exam.ipynb", List.of(exam));
    store.offer("exam.ipynb", List.of(exam, other));
    Offer offer = awaitOffer(store);
    assertThat(offer.notebook()).isEqualTo("exam.ipynb");
    assertThat(offer.flows()).containsExactly(exam, other);

    String start = store.requestRun(offer.processId(), "exam", "{\"year\": 2027}");
    assertThat(asked.poll(1, TimeUnit.MINUTES))
        .isEqualTo(new RunRequest.Start(start, "exam", "{\"year\": 2027}"));
    assertThat(store.answer(start)).isEmpty();
    store.answer(start, new RunRequest.Accepted("01NEW"));
    assertThat(awaitAnswer(store, start)).isEqualTo(new RunRequest.Accepted("01NEW"));

    String resume = store.requestResume(offer.processId(), "01A");
    assertThat(asked.poll(1, TimeUnit.MINUTES)).isEqualTo(new RunRequest.Resume(resume, "01A"));
    store.answer(resume, new RunRequest.Refused("no such run"));
    assertThat(awaitAnswer(store, resume)).isEqualTo(new RunRequest.Refused("no such run"));
    assertThat(asked).isEmpty();
    assertThat(store.answer("nobody's")).isEmpty();
  }

  /** What is offered and answered is written in the background. */
  protected static Offer awaitOffer(RunStore store) throws InterruptedException {
    return await(
        store, () -> store.offers().stream().filter(each -> each.flows().size() > 1).findFirst());
  }

  protected static RunRequest.Answer awaitAnswer(RunStore store, String request)
      throws InterruptedException {
    return await(store, () -> store.answer(request));
  }

  private static <T> T await(RunStore store, Supplier<Optional<T>> question)
      throws InterruptedException {
    Semaphore changes = new Semaphore(1);
    try (Watch watch = store.watch(ids -> changes.release())) {
      while (changes.tryAcquire(1, TimeUnit.MINUTES)) {
        Optional<T> answer = question.get();
        if (answer.isPresent()) {
          return answer.get();
        }
      }
      throw new AssertionError("no answer in a minute");
    }
  }

  @Test
  void a_deleted_flow_run_is_gone_with_all_that_belongs_to_it() {
    RunStore store = store();
    StoredValue shared = new StoredValue("5a", 5000, null);
    StoredValue own = new StoredValue("0b", 5000, null);
    StoredValue small = new StoredValue("0c", 3, new byte[] {1, 2, 3});
    for (String id : List.of("01A", "01B")) {
      create(store, flow(id, "f", 0));
      create(store, subflow(id + "-S", id));
      task(store, id + "-T1", id + "-S", shared);
      task(store, id + "-T2", id, id.equals("01A") ? own : small);
      store.onEvent(new Logged(line(id, 1, Level.INFO, "line of " + id)));
      store.onEvent(new Logged(line(id + "-S", 1, Level.INFO, "line of " + id)));
      Map<String, String> content = Map.of(Artifact.TEXT, "x");
      store.onEvent(
          new ArtifactAdded(
              new Artifact(id + "-A", id, null, 1, Artifact.Kind.MARKDOWN, "", at(1), content)));
      store.onEvent(new FlowRunChanged(id + "-S", State.completed(at(2), 1)));
      store.onEvent(new FlowRunChanged(id, State.completed(at(3), 1)));
    }

    Deleted deleted = store.delete("01A");

    assertThat(deleted).isEqualTo(new Deleted(2, 2, 2, 1, 0, List.of("0b")));
    assertThat(ids(store, ALL)).containsExactlyInAnyOrder("01B", "01B-S");
    assertThat(store.find("01A")).isEmpty();
    assertThat(store.taskRun("01A-T1")).isEmpty();
    assertThat(messages(store, LogQuery.newest(9))).containsExactly("line of 01B", "line of 01B");
    assertThat(messages(store, LogQuery.newest(9).holding("line of 01b"))).hasSize(2);
    RunTree kept = find(store, "01B");
    assertThat(kept.artifacts()).hasSize(1);
    assertThat(kept.subflows().get(0).tasks().get(0).result()).isEqualTo(shared);
    assertThat(store.delete("01A")).isEqualTo(Deleted.NOTHING);
    log(store, "written later");
    assertThat(messages(store, LogQuery.newest(9).holding("later"))).hasSize(1);
  }

  private static void task(RunStore store, String id, String flow, StoredValue result) {
    store.onEvent(new TaskRunCreated(task(id, "t", flow, 1)));
    store.onEvent(new TaskRunReturned(id, result));
    store.onEvent(new TaskRunChanged(id, State.completed(at(1), 1)));
  }

  @Test
  void a_flow_run_that_goes_on_or_is_part_of_another_is_not_deleted() {
    RunStore store = store();
    create(store, flow("01FLOW-AAAAAA", "exam", 0));
    create(store, subflow("01FLOW-BBBBBB", "01FLOW-AAAAAA"));
    store.onEvent(new FlowRunChanged("01FLOW-AAAAAA", State.completed(at(1), 1)));

    assertThatThrownBy(() -> store.delete("01FLOW-AAAAAA"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("exam AAAAAA goes on; cancel it first");
    store.onEvent(new FlowRunChanged("01FLOW-BBBBBB", State.completed(at(1), 1)));
    assertThatThrownBy(() -> store.delete("01FLOW-BBBBBB"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sub BBBBBB is part of another flow run; delete that one, AAAAAA");
    assertThat(store.delete("01FLOW-AAAAAA").flowRuns()).isEqualTo(2);
  }

  @Test
  void pruning_deletes_what_is_old_and_has_ended() {
    RunStore store = store();
    end(store, flow("01OLD", "f", 0), State.completed(at(9), 1));
    create(store, flow("01GOES_ON", "f", 1));
    end(store, flow("01PARENT", "f", 2), State.completed(at(3), 1));
    create(store, subflow("01CHILD", "01PARENT"));
    end(store, flow("01NEW", "f", 5), State.completed(at(9), 1));
    for (String id : List.of("T1", "T2")) {
      store.onEvent(new TaskRunCreated(task(id, "t", null, 1)));
      store.onEvent(new Logged(new LogLine(at(1), Level.INFO, "t", "of " + id, null, id, 1)));
    }
    store.onEvent(new TaskRunChanged("T1", State.completed(at(1), 1)));

    Deleted wouldBe = store.prune(at(5), true);
    assertThat(wouldBe).isEqualTo(new Deleted(1, 1, 1, 0, 0, List.of()));
    assertThat(ids(store, ALL)).hasSize(5);

    assertThat(store.prune(at(5), false).withBytes(0)).isEqualTo(wouldBe);
    assertThat(ids(store, ALL))
        .containsExactlyInAnyOrder("01GOES_ON", "01PARENT", "01CHILD", "01NEW");
    assertThat(messages(store, LogQuery.newest(9))).containsExactly("of T2");
    assertThat(store.prune(at(5), false)).isEqualTo(Deleted.NOTHING);
  }

  private static void log(RunStore store, String... messages) {
    for (String message : messages) {
      store.onEvent(new Logged(line("01A", 1, Level.INFO, message)));
    }
  }

  private static List<String> messages(RunStore store, LogQuery query) {
    return messages(store.logPage(query));
  }

  private static List<String> messages(LogPage page) {
    return page.lines().stream().map(LogLine::message).toList();
  }

  private static void create(RunStore store, FlowRun run) {
    store.onEvent(new FlowRunCreated(run));
  }

  private static void end(RunStore store, FlowRun run, State state) {
    create(store, run);
    store.onEvent(new FlowRunChanged(run.id(), state));
  }

  private static FlowRun createdAt(String id, String time) {
    Instant at = Instant.parse(time);
    return new FlowRun(id, "f", null, Map.of(), "", 1, "", at, List.of(State.pending(at)));
  }

  private static FlowRun run(
      String id, Map<String, String> parameters, String notebook, @Nullable String parent) {
    List<State> pending = List.of(State.pending(at(9)));
    return new FlowRun(id, "f", parent, parameters, notebook, 1, "", at(9), pending);
  }

  private static List<String> ids(RunStore store, FlowRunQuery query) {
    return store.flowRuns(query).stream().map(FlowRun::id).toList();
  }
}
