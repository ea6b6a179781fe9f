package dev.flowcell.kernel.jupyter;

import static dev.flowcell.kernel.jupyter.ScriptedLanguage.DONE;
import static dev.flowcell.kernel.jupyter.TestClient.executeRequest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.flowcell.cell.CellOutput;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.kernel.jupyter.TestClient.Outcome;
import dev.flowcell.kernel.jupyter.TestClient.Received;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sees, request by request: the messages, in their order. */
@Timeout(60)
class ConversationTest {

  private static final KernelInfo INFO =
      new KernelInfo("flowcell", "1.2.3", "Hello", Map.of("Manual", "https://example.org/manual"));

  private final ScriptedLanguage language = new ScriptedLanguage();
  @TempDir private Path folder;
  private JupyterKernel kernel;
  private TestClient client;

  @BeforeEach
  void start() throws Exception {
    Path file = TestClient.connectionFile(folder);
    SessionFiles sessions = SessionFiles.in(folder.resolve("history"), UnaryOperator.identity());
    kernel = JupyterKernel.start(file, language, INFO, sessions);
    client = TestClient.connect(file);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    kernel.close();
    kernel.awaitShutdown();
  }

  @Test
  void a_value_is_published_between_busy_and_idle_and_the_reply_says_ok() {
    Outcome outcome = client.execute("42");

    assertThat(outcome.types()).containsExactly("busy", "execute_input", "execute_result", "idle");
    Received result = outcome.published("execute_result").get(0);
    assertThat(result.content())
        .isEqualTo(json("{data: {'text/plain': '42'}, metadata: {}, execution_count: 1}"));
    assertThat(outcome.reply().header().get("msg_type").getAsString()).isEqualTo("execute_reply");
    assertThat(outcome.reply().content())
        .isEqualTo(json("{status: ok, execution_count: 1, user_expressions: {}, payload: []}"));
  }

  @Test
  void every_message_carries_the_request_s_header_as_it_was_sent_and_an_object_as_metadata() {
    JsonObject header = client.header("execute_request", Instant.now());
    header.addProperty("of_our_own", true);
    client.send(client.shell(), header, new JsonObject(), executeRequest("print"));

    Outcome outcome = client.outcome(client.shell(), header.get("msg_id").getAsString());

    assertThat(outcome.reply().parent()).isEqualTo(header);
    assertThat(outcome.reply().metadata()).isEqualTo(new JsonObject());
    assertThat(outcome.published())
        .allSatisfy(message -> assertThat(message.parent()).isEqualTo(header))
        .allSatisfy(message -> assertThat(message.metadata()).isEqualTo(new JsonObject()))
        .allSatisfy(
            message -> assertThat(message.header().get("version").getAsString()).isEqualTo("5.4"));
  }

  @Test
  void output_keeps_the_order_in_which_the_cell_made_it() {
    language.on(
        "mixed",
        (source, output, input) -> {
          output.print(CellOutput.Stream.STDOUT, "a");
          output.print(CellOutput.Stream.STDOUT, "b");
          output.print(CellOutput.Stream.STDERR, "c");
          output.display(MimeBundle.text("d"), "one");
          output.print(CellOutput.Stream.STDOUT, "e");
          output.clear(true);
          output.update("one", MimeBundle.text("f"));
          output.print(CellOutput.Stream.STDOUT, "g");
          return new CellResult.Value(MimeBundle.text("h"));
        });

    Outcome outcome = client.execute("mixed");

    assertThat(outcome.types())
        .containsExactly(
            "busy",
            "execute_input",
            "stream",
            "stream",
            "display_data",
            "stream",
            "clear_output",
            "update_display_data",
            "stream",
            "execute_result",
            "idle");
    assertThat(outcome.published("stream"))
        .extracting(stream -> stream.text("name") + " " + stream.text("text"))
        .containsExactly("stdout ab", "stderr c", "stdout e", "stdout g");
    assertThat(outcome.published("display_data").get(0).content())
        .isEqualTo(json("{data: {'text/plain': d}, metadata: {}, transient: {display_id: one}}"));
    assertThat(outcome.published("clear_output").get(0).content()).isEqualTo(json("{wait: true}"));
  }

  @Test
  void json_values_arrive_whole_with_nulls_and_without_numbers_that_json_lacks() {
    Map<String, Object> tree = new HashMap<>();
    tree.put("none", null);
    tree.put("ys", Arrays.asList(1, 2.5, Double.NaN, null, "x", true));
    language.on(
        "json",
        (source, output, input) ->
            new CellResult.Value(new MimeBundle(Map.of("application/json", tree), Map.of())));

    Received result = client.execute("json").published("execute_result").get(0);

    assertThat(result.content().getAsJsonObject("data").get("application/json"))
        .isEqualTo(json("{none: null, ys: [1, 2.5, null, null, x, true]}"));
  }

  @Test
  void an_error_is_published_and_replied_with_its_name_in_bold_red_on_the_first_line_only() {
    Outcome outcome = client.execute("fail");

    assertThat(outcome.types()).containsExactly("busy", "execute_input", "error", "idle");
    JsonElement traceback = json("['\\u001b[1;31mBoomException\\u001b[0m: it broke']");
    assertThat(outcome.published("error").get(0).content().get("traceback")).isEqualTo(traceback);
    assertThat(outcome.reply().content().get("traceback")).isEqualTo(traceback);
    assertThat(outcome.status()).isEqualTo("error");
    assertThat(outcome.reply().text("ename")).isEqualTo("BoomException");
    assertThat(outcome.reply().text("evalue")).isEqualTo("it broke");
    assertThat(outcome.reply().text("execution_count")).isEqualTo("1");
  }

  @Test
  void a_language_that_breaks_is_an_error_of_its_cell_and_the_next_one_runs() {
    language.on(
        "break",
        (source, output, input) -> {
          throw new StackOverflowError("too deep");
        });

    Outcome outcome = client.execute("break");

    assertThat(outcome.types()).containsExactly("busy", "execute_input", "error", "idle");
    assertThat(outcome.reply().text("ename")).isEqualTo("StackOverflowError");
    assertThat(client.execute("42").status()).isEqualTo("ok");
  }

  @Test
  void cells_queued_behind_an_error_are_aborted_and_those_sent_later_run() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch queued = new CountDownLatch(1);
    language.on(
        "fail later",
        (source, output, input) -> {
          started.countDown();
          queued.await();
          return ScriptedLanguage.failed("BoomException", "it broke");
        });
    String first = client.send(client.shell(), "execute_request", executeRequest("fail later"));
    started.await();
    String second = client.send(client.shell(), "execute_request", executeRequest("42"));
    String third = client.send(client.shell(), "kernel_info_request", new JsonObject());
    String fourth = client.send(client.shell(), "execute_request", executeRequest("print"));
    queued.countDown();

    assertThat(client.outcome(client.shell(), first).status()).isEqualTo("error");
    Outcome aborted = client.outcome(client.shell(), second);
    assertThat(aborted.reply().content()).isEqualTo(json("{status: aborted}"));
    assertThat(aborted.types()).containsExactly("busy", "idle");
    assertThat(client.outcome(client.shell(), third).status()).isEqualTo("ok");
    assertThat(client.outcome(client.shell(), fourth).status()).isEqualTo("aborted");
    assertThat(client.execute("42").status()).isEqualTo("ok");
    assertThat(language.executed())
        .extracting(CellSource::text)
        .containsExactly("fail later", "42");
  }

  @Test
  void nothing_is_aborted_where_the_client_does_not_want_it() throws Exception {
    CountDownLatch queued = new CountDownLatch(1);
    language.on(
        "fail later",
        (source, output, input) -> {
          queued.await();
          return ScriptedLanguage.failed("BoomException", "it broke");
        });
    JsonObject goOn = executeRequest("fail later");
    goOn.addProperty("stop_on_error", false);
    String first = client.send(client.shell(), "execute_request", goOn);
    String second = client.send(client.shell(), "execute_request", executeRequest("42"));
    queued.countDown();

    assertThat(client.outcome(client.shell(), first).status()).isEqualTo("error");
    assertThat(client.outcome(client.shell(), second).status()).isEqualTo("ok");
  }

  @Test
  void a_silent_request_runs_and_publishes_nothing_and_does_not_count() {
    language.on(
        "loud",
        (source, output, input) -> {
          output.print(CellOutput.Stream.STDOUT, "printed");
          output.display(MimeBundle.text("shown"), null);
          return new CellResult.Value(MimeBundle.text("value"));
        });
    JsonObject silent = executeRequest("loud");
    silent.addProperty("silent", true);

    Outcome outcome = client.request("execute_request", silent);

    assertThat(outcome.types()).containsExactly("busy", "idle");
    assertThat(outcome.status()).isEqualTo("ok");
    // QtConsole asks so for the number of its next prompt
    assertThat(outcome.reply().text("execution_count")).isEqualTo("0");
    assertThat(client.execute("42").reply().text("execution_count")).isEqualTo("1");
    assertThat(history("{hist_access_type: tail, n: 9}")).isEqualTo(json("[[1, 1, '42']]"));
  }

  @Test
  void a_request_that_is_not_stored_shows_its_output_and_does_not_count() {
    JsonObject unstored = executeRequest("42");
    unstored.addProperty("store_history", false);

    Outcome outcome = client.request("execute_request", unstored);

    assertThat(outcome.types()).containsExactly("busy", "execute_input", "execute_result", "idle");
    assertThat(outcome.reply().text("execution_count")).isEqualTo("0");
    assertThat(client.execute("print").reply().text("execution_count")).isEqualTo("1");
    assertThat(history("{hist_access_type: tail, n: 9}")).isEqualTo(json("[[1, 1, 'print']]"));
  }

  @Test
  void user_expressions_are_answered_one_by_one_values_and_errors() {
    JsonObject content = executeRequest("print");
    content.add("user_expressions", json("{x: good, y: bad}"));

    JsonObject values =
        client
            .request("execute_request", content)
            .reply()
            .content()
            .getAsJsonObject("user_expressions");

    assertThat(values.get("x"))
        .isEqualTo(json("{data: {'text/plain': 'value of good'}, metadata: {}, status: ok}"));
    assertThat(values.getAsJsonObject("y").get("status").getAsString()).isEqualTo("error");
    assertThat(values.getAsJsonObject("y").get("ename").getAsString()).isEqualTo("CompileError");
  }

  @Test
  void what_a_request_leaves_out_is_as_the_protocol_says() {
    Outcome outcome = client.request("execute_request", json("{code: '42'}").getAsJsonObject());

    assertThat(outcome.types()).containsExactly("busy", "execute_input", "execute_result", "idle");
    assertThat(history("{hist_access_type: tail, n: 1}")).isEqualTo(json("[[1, 1, '42']]"));
  }

  @Test
  void a_cell_knows_its_number_and_its_id() {
    client.execute("first");
    JsonObject header = client.header("execute_request", Instant.now());
    client.write(
        client.shell(),
        client.signed(
            bytes(header),
            bytes(new JsonObject()),
            bytes(json("{cellId: abc}")),
            bytes(executeRequest("42"))));
    client.outcome(client.shell(), header.get("msg_id").getAsString());

    assertThat(language.executed())
        .containsExactly(new CellSource("", 1, "first"), new CellSource("abc", 2, "42"));
  }

  @Test
  void output_of_a_thread_that_outlives_its_cell_still_belongs_to_that_cell() throws Exception {
    CountDownLatch cellEnded = new CountDownLatch(1);
    language.on(
        "thread",
        (source, output, input) -> {
          Thread late =
              new Thread(
                  () -> {
                    await(cellEnded);
                    output.print(CellOutput.Stream.STDOUT, "late");
                  });
          late.setDaemon(true);
          late.start();
          return DONE;
        });
    Outcome outcome = client.execute("thread");

    cellEnded.countDown();

    Received stream = client.nextPublished("stream");
    assertThat(stream.text("text")).isEqualTo("late");
    assertThat(stream.parent()).isEqualTo(outcome.reply().parent());
  }

  @Test
  void control_is_answered_while_a_cell_runs_and_shell_waits_for_it() {
    CountDownLatch goOn = new CountDownLatch(1);
    language.on("wait", (source, output, input) -> waitFor(goOn));
    String cell = client.send(client.shell(), "execute_request", executeRequest("wait"));
    client.nextPublished("execute_input");
    String queued = client.send(client.shell(), "kernel_info_request", new JsonObject());

    Outcome info = client.request(client.control(), "kernel_info_request", new JsonObject());
    Outcome complete = client.request(client.control(), "complete_request", complete("ab", 2));
    assertThat(client.beat(new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
    goOn.countDown();

    assertThat(info.types()).containsExactly("busy", "idle");
    assertThat(complete.status()).isEqualTo("ok");
    assertThat(client.outcome(client.shell(), cell).status()).isEqualTo("ok");
    assertThat(client.outcome(client.shell(), queued).status()).isEqualTo("ok");
  }

  @Test
  void a_cell_that_interrupts_the_kernel_s_threads_ends_none_of_them() {
    language.on(
        "interrupt",
        (source, output, input) -> {
          Thread.getAllStackTraces().keySet().stream()
              .filter(
                  thread -> thread.getName().matches("jupyter-(?!cells).*|(?:iothread|reaper).*"))
              .forEach(Thread::interrupt);
          return ScriptedLanguage.DONE;
        });

    assertThat(client.execute("interrupt").status()).isEqualTo("ok");

    assertThat(client.beat(new byte[] {1})).containsExactly(1);
    assertThat(client.execute("print").published("stream")).hasSize(1);
    assertThat(client.request(client.control(), "kernel_info_request", new JsonObject()).status())
        .isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "\"text\"", "1"})
  void a_request_whose_content_is_no_object_is_refused(String content) {
    JsonElement none = JsonParser.parseString(content);
    String execute = client.send(client.shell(), "execute_request", none);
    String info = client.send(client.control(), "kernel_info_request", none);

    assertThat(client.outcome(client.shell(), execute).status()).isEqualTo("error");
    assertThat(client.outcome(client.control(), info).status()).isEqualTo("error");
    assertThat(client.execute("42").status()).isEqualTo("ok");
  }

  @Test
  void an_interrupt_stops_the_cell_that_runs_and_aborts_what_is_queued() {
    language.on("endless", (source, output, input) -> waitFor(new CountDownLatch(1)));
    String cell = client.send(client.shell(), "execute_request", executeRequest("endless"));
    client.nextPublished("execute_input");
    String queued = client.send(client.shell(), "execute_request", executeRequest("42"));

    Outcome interrupt = client.request(client.control(), "interrupt_request", new JsonObject());
    String later = client.send(client.shell(), "execute_request", executeRequest("print"));

    assertThat(interrupt.reply().content()).isEqualTo(json("{status: ok}"));
    Outcome stopped = client.outcome(client.shell(), cell);
    assertThat(stopped.status()).isEqualTo("error");
    assertThat(stopped.reply().text("ename")).isEqualTo("KeyboardInterrupt");
    assertThat(client.outcome(client.shell(), queued).status()).isEqualTo("aborted");
    assertThat(client.outcome(client.shell(), later).status()).isEqualTo("ok");
  }

  @Test
  void an_interrupt_that_overtakes_its_cell_still_counts_and_the_next_cell_runs() {
    JsonObject cell = client.header("execute_request", Instant.now());
    JsonObject behind = client.header("execute_request", Instant.now());
    client.request(client.control(), "interrupt_request", new JsonObject());
    client.send(client.shell(), cell, new JsonObject(), executeRequest("42"));
    client.send(client.shell(), behind, new JsonObject(), executeRequest("42"));

    Outcome stopped = client.outcome(client.shell(), cell.get("msg_id").getAsString());

    assertThat(stopped.types()).containsExactly("busy", "execute_input", "error", "idle");
    assertThat(stopped.reply().text("ename")).isEqualTo("KeyboardInterrupt");
    assertThat(client.outcome(client.shell(), behind.get("msg_id").getAsString()).status())
        .isEqualTo("aborted");
    assertThat(client.execute("42").status()).isEqualTo("ok");
  }

  @Test
  void an_interrupt_of_an_idle_kernel_does_nothing() {
    client.request(client.control(), "interrupt_request", new JsonObject());

    assertThat(client.execute("42").status()).isEqualTo("ok");
  }

  @Test
  void a_cell_reads_a_line_and_answers_to_other_questions_are_dropped() {
    language.on(
        "ask",
        (source, output, input) ->
            new CellResult.Value(MimeBundle.text(input.readLine("Name?", true))));
    client.send(client.stdin(), "input_reply", json("{value: stale}").getAsJsonObject());
    String first = client.send(client.shell(), "execute_request", executeRequest("ask"));
    answer(client.receive(client.stdin()).header(), "first");
    client.outcome(client.shell(), first); // two sockets have no order: that may be the stale one

    String cell = client.send(client.shell(), "execute_request", executeRequest("ask"));
    Received question = client.receive(client.stdin());
    assertThat(question.type()).isEqualTo("input_request");
    assertThat(question.answers(cell)).isTrue();
    assertThat(question.content()).isEqualTo(json("{prompt: 'Name?', password: true}"));

    answer(json("{msg_id: another}"), "wrong");
    answer(question.header(), "Ada");

    assertThat(client.outcome(client.shell(), cell).published("execute_result").get(0).content())
        .extracting(content -> content.getAsJsonObject("data").get("text/plain").getAsString())
        .isEqualTo("Ada");
  }

  @Test
  void an_answer_without_parent_header_is_taken_too() {
    language.on(
        "ask",
        (source, output, input) ->
            ScriptedLanguage.failed("Answer", input.readLine("Name?", false)));
    String cell = client.send(client.shell(), "execute_request", executeRequest("ask"));
    client.receive(client.stdin());

    answer(new JsonObject(), "Ada");

    assertThat(client.outcome(client.shell(), cell).reply().text("evalue")).isEqualTo("Ada");
  }

  @Test
  void an_interrupt_ends_the_wait_for_input() {
    language.on(
        "ask",
        (source, output, input) ->
            new CellResult.Value(MimeBundle.text(input.readLine("", false))));
    String cell = client.send(client.shell(), "execute_request", executeRequest("ask"));
    client.receive(client.stdin());

    client.request(client.control(), "interrupt_request", new JsonObject());

    assertThat(client.outcome(client.shell(), cell).reply().text("ename"))
        .isEqualTo("KeyboardInterrupt");
  }

  @Test
  void input_fails_at_once_where_the_client_does_not_allow_it() {
    language.on(
        "ask",
        (source, output, input) ->
            new CellResult.Value(MimeBundle.text(input.readLine("", false))));
    JsonObject content = executeRequest("ask");
    content.addProperty("allow_stdin", false);

    Outcome outcome = client.request("execute_request", content);

    assertThat(outcome.reply().text("ename")).isEqualTo("IOException");
    assertThat(outcome.reply().text("evalue")).contains("the client does not allow stdin");
  }

  @Test
  void kernel_info_says_what_it_is() {
    JsonObject info = client.request("kernel_info_request", new JsonObject()).reply().content();

    assertThat(info.get("status").getAsString()).isEqualTo("ok");
    assertThat(info.get("protocol_version").getAsString()).isEqualTo("5.4");
    assertThat(info.get("implementation").getAsString()).isEqualTo("flowcell");
    assertThat(info.get("implementation_version").getAsString()).isEqualTo("1.2.3");
    assertThat(info.get("banner").getAsString()).isEqualTo("Hello");
    assertThat(info.get("debugger").getAsBoolean()).isFalse();
    assertThat(info.get("help_links"))
        .isEqualTo(json("[{text: Manual, url: 'https://example.org/manual'}]"));
    JsonObject java = info.getAsJsonObject("language_info");
    assertThat(java.get("name").getAsString()).isEqualTo("java");
    assertThat(java.get("version").getAsString())
        .matches(Runtime.version().feature() + "\\.\\d+\\.\\d+");
    assertThat(java.get("file_extension").getAsString()).isEqualTo(".java");
    assertThat(java.get("codemirror_mode").getAsString()).isEqualTo("text/x-java");
  }

  @Test
  void cursors_count_characters_and_not_java_s_chars() {
    String code = "\uD83D\uDE00ab";

    JsonObject completion = client.request("complete_request", complete(code, 2)).reply().content();
    JsonObject inspection = client.request("inspect_request", complete(code, 2)).reply().content();

    assertThat(completion)
        .isEqualTo(
            json(
                "{matches: ['\uD83D\uDE00a!'], cursor_start: 0, cursor_end: 2, metadata: {}, status: ok}"));
    assertThat(inspection)
        .isEqualTo(
            json(
                "{data: {'text/plain': 'about \uD83D\uDE00a'}, metadata: {}, found: true, status: ok}"));
  }

  @Test
  void a_cursor_outside_the_code_is_taken_for_its_end() {
    assertThat(completed("ab", 99)).isEqualTo("ab!");
    assertThat(completed("ab", -1)).isEqualTo("!");
  }

  @Test
  void inspection_of_nothing_is_an_answer_too() {
    assertThat(client.request("inspect_request", complete("", 0)).reply().content())
        .isEqualTo(json("{data: {}, metadata: {}, found: false, status: ok}"));
  }

  @Test
  void a_handler_that_throws_is_an_error_reply() {
    Outcome outcome = client.request("complete_request", complete("throw", 0));

    assertThat(outcome.types()).containsExactly("busy", "idle");
    assertThat(outcome.status()).isEqualTo("error");
    assertThat(outcome.reply().text("ename")).isEqualTo("StackOverflowError");
  }

  @Test
  void code_is_complete_incomplete_or_invalid() {
    assertThat(isComplete("{")).isEqualTo(json("{status: incomplete, indent: '    '}"));
    assertThat(isComplete("int int").getAsJsonObject().get("status").getAsString())
        .isEqualTo("invalid");
    assertThat(isComplete("1")).isEqualTo(json("{status: complete}"));
  }

  @Test
  void history_is_read_by_tail_range_and_search() {
    List.of("a1", "b2", "42", "a1", "a.*").forEach(client::execute);

    assertThat(history("{hist_access_type: tail, n: 2}"))
        .isEqualTo(json("[[1, 4, a1], [1, 5, 'a.*']]"));
    assertThat(history("{hist_access_type: range, session: 0, start: 2, stop: 4}"))
        .isEqualTo(json("[[1, 2, b2], [1, 3, '42']]"));
    assertThat(history("{hist_access_type: range, session: 1, start: 5, stop: 6, output: true}"))
        .isEqualTo(json("[[1, 5, ['a.*', '']]]"));
    assertThat(history("{hist_access_type: range, session: -1, start: 1, stop: 6}"))
        .isEqualTo(json("[]"));
    assertThat(history("{hist_access_type: search, pattern: '42', output: true}"))
        .isEqualTo(json("[[1, 3, ['42', '42']]]"));
    assertThat(history("{hist_access_type: search, pattern: '?1', unique: true}"))
        .isEqualTo(json("[[1, 4, a1]]"));
    assertThat(history("{hist_access_type: search, pattern: '[b-z]*', n: 3}"))
        .isEqualTo(json("[[1, 2, b2]]"));
    assertThat(history("{hist_access_type: search, pattern: 'a.*'}"))
        .isEqualTo(json("[[1, 5, 'a.*']]"));
    assertThat(history("{hist_access_type: search, pattern: '[z-a]'}")).isEqualTo(json("[]"));
  }

  @Test
  void history_goes_back_to_earlier_sessions() throws Exception {
    List.of("a1", "b2").forEach(client::execute);
    stop();
    start();
    assertThat(history("{hist_access_type: tail, n: 1}")).isEqualTo(json("[[1, 2, b2]]"));
    client.execute("42");

    assertThat(history("{hist_access_type: tail, n: 2}"))
        .isEqualTo(json("[[1, 2, b2], [2, 1, '42']]"));
    assertThat(history("{hist_access_type: range, session: -1, start: 1, stop: 2}"))
        .isEqualTo(json("[[1, 1, a1]]"));
    assertThat(history("{hist_access_type: range, session: 0, start: 1, stop: 9}"))
        .isEqualTo(json("[[2, 1, '42']]"));
    assertThat(history("{hist_access_type: search, pattern: '*1'}"))
        .isEqualTo(json("[[1, 1, a1]]"));
  }

  @Test
  void a_comm_to_an_unknown_target_is_closed_and_unknown_comms_are_ignored() {
    String open = client.send(client.shell(), "comm_open", comm("c1", "nobody"));
    String message = client.send(client.shell(), "comm_msg", comm("c1", "nobody"));

    assertThat(client.published(open))
        .extracting(Received::type)
        .containsExactly("busy", "comm_close", "idle");
    assertThat(client.published(message))
        .extracting(Received::type)
        .containsExactly("busy", "idle");
    assertThat(client.request("comm_info_request", new JsonObject()).reply().content())
        .isEqualTo(json("{comms: {}, status: ok}"));
  }

  @Test
  void a_comm_is_opened_talked_to_listed_and_closed() {
    kernel
        .comms()
        .registerTarget(
            "echo", (manager, id, target, message) -> new EchoComm(manager, id, target));
    client.published(client.send(client.shell(), "comm_open", comm("c1", "echo")));

    JsonObject open = client.request("comm_info_request", new JsonObject()).reply().content();
    List<Received> echoed =
        client.published(client.send(client.shell(), "comm_msg", comm("c1", "echo")));
    client.published(client.send(client.shell(), "comm_close", comm("c1", "echo")));

    assertThat(open).isEqualTo(json("{comms: {c1: {target_name: echo}}, status: ok}"));
    assertThat(echoed).extracting(Received::type).containsExactly("busy", "comm_msg", "idle");
    assertThat(echoed.get(1).content()).isEqualTo(json("{comm_id: c1, data: {hello: world}}"));
    assertThat(client.request("comm_info_request", new JsonObject()).reply().content())
        .isEqualTo(json("{comms: {}, status: ok}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no_such_request", "create_subshell_request"})
  void an_unknown_request_is_refused_and_the_next_one_is_answered(String type) {
    Outcome outcome = client.request(type, new JsonObject());

    assertThat(outcome.types()).containsExactly("busy", "idle");
    assertThat(outcome.reply().type()).isEqualTo(type.replace("_request", "_reply"));
    assertThat(outcome.status()).isEqualTo("error");
    assertThat(outcome.reply().text("evalue")).isEqualTo("this kernel knows no " + type);
    assertThat(client.execute("42").status()).isEqualTo("ok");
  }

  @Test
  void what_is_no_request_needs_no_answer() {
    List<Received> published =
        client.published(client.send(client.shell(), "no_such_message", new JsonObject()));

    assertThat(published).extracting(Received::type).containsExactly("busy", "idle");
    assertThat(client.execute("42").status()).isEqualTo("ok");
  }

  @Test
  void a_request_with_the_content_of_another_is_refused() {
    Outcome outcome = client.request("execute_request", json("{code: {}}").getAsJsonObject());

    assertThat(outcome.status()).isEqualTo("error");
    assertThat(outcome.reply().text("evalue")).contains("not the content of execute_request");
    assertThat(client.execute("42").reply().text("execution_count")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete_request", "inspect_request", "is_complete_request"})
  void a_question_about_code_that_brings_none_is_refused(String type) {
    Outcome outcome = client.request(type, json("{cursor_pos: 3}").getAsJsonObject());

    assertThat(outcome.status()).isEqualTo("error");
    assertThat(outcome.reply().text("evalue")).isEqualTo("this is not the content of " + type);
  }

  @Test
  void a_debugger_is_told_that_there_is_none() {
    Outcome outcome =
        client.request(
            client.control(),
            "debug_request",
            json("{type: request, seq: 7, command: attach}").getAsJsonObject());

    assertThat(outcome.reply().content())
        .isEqualTo(
            json(
                "{type: response, seq: 1, request_seq: 7, command: attach, success: false,"
                    + " message: 'this kernel has no debugger', status: error}"));
    assertThat(outcome.reply().text("request_seq")).isEqualTo("7");
  }

  @Test
  void connect_names_the_ports() {
    Outcome outcome = client.request("connect_request", new JsonObject());

    assertThat(outcome.reply().header().get("msg_type").getAsString()).isEqualTo("connect_reply");
    assertThat(outcome.reply().content().keySet())
        .contains("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port");
  }

  @Test
  void a_shutdown_is_answered_then_the_kernel_is_gone_even_while_a_cell_runs() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    language.on(
        "endless",
        (source, output, input) -> {
          try {
            return waitFor(new CountDownLatch(1));
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        });
    client.send(client.shell(), "execute_request", executeRequest("endless"));
    client.nextPublished("execute_input");

    Outcome outcome =
        client.request(
            client.control(), "shutdown_request", json("{restart: true}").getAsJsonObject());

    assertThat(outcome.types()).containsExactly("busy", "idle");
    assertThat(outcome.reply().content()).isEqualTo(json("{restart: true, status: ok}"));
    kernel.awaitShutdown();
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_cell_that_ends_the_process_is_answered_before_the_kernel_is_gone() throws Exception {
    language.on(
        "exit",
        (source, output, input) -> {
          Thread hook = new Thread(kernel::exited);
          hook.start();
          return waitFor(new CountDownLatch(1)); // as System.exit does while the hooks run
        });

    Outcome outcome = client.execute("exit");

    assertThat(outcome.types()).containsExactly("busy", "execute_input", "error", "idle");
    assertThat(outcome.reply().content().get("evalue").getAsString())
        .contains("the kernel has ended while this cell ran");
    kernel.awaitShutdown();
  }

  private void answer(JsonElement parent, String value) {
    JsonObject content = new JsonObject();
    content.addProperty("value", value);
    JsonObject header = client.header("input_reply", Instant.now());
    client.send(client.stdin(), header, parent.getAsJsonObject(), content);
  }

  private String completed(String code, int cursor) {
    return client
        .request("complete_request", complete(code, cursor))
        .reply()
        .content()
        .getAsJsonArray("matches")
        .get(0)
        .getAsString();
  }

  private static JsonObject complete(String code, int cursor) {
    JsonObject content = new JsonObject();
    content.addProperty("code", code);
    content.addProperty("cursor_pos", cursor);
    return content;
  }

  private JsonElement isComplete(String code) {
    JsonObject content = new JsonObject();
    content.addProperty("code", code);
    return client.request("is_complete_request", content).reply().content();
  }

  private JsonElement history(String request) {
    return client
        .request("history_request", json(request).getAsJsonObject())
        .reply()
        .content()
        .get("history");
  }

  private static JsonObject comm(String id, String target) {
    return json("{comm_id: " + id + ", target_name: " + target + ", data: {hello: world}}")
        .getAsJsonObject();
  }

  private static CellResult waitFor(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return DONE;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(JsonElement tree) {
    return tree.toString().getBytes(UTF_8);
  }

  /** JSON as a test likes to write it: quotes may be single, or left out. */
  private static JsonElement json(String text) {
    return JsonParser.parseString(text);
  }
}
