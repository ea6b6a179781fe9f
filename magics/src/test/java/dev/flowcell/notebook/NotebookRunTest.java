package dev.flowcell.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellOutput.Stream;
import dev.flowcell.cell.CellResult;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.notebook.NotebookRun.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotebookRunTest {

  private static final CellResult DONE = new CellResult.Done();
  private static final CellResult FAILED = new CellResult.Failed(CellError.of("Oops", "no"));

  private final List<String> ran = new ArrayList<>();

  @Test
  void cells_run_from_top_to_bottom_and_keep_what_they_show() throws Exception {
    Notebook notebook = NotebookTest.notebook("print", "", "value");
    NotebookRun run =
        run(
            notebook,
            (cell, output, input) -> {
              ran.add(cell.number() + " " + cell.text());
              output.print(Stream.STDOUT, "a");
              output.print(Stream.STDOUT, "b\n");
              output.print(Stream.STDERR, "c");
              output.display(MimeBundle.text("d"), "id");
              return new CellResult.Value(MimeBundle.text("e"));
            });

    assertThat(run.run(cell -> Optional.empty()).isComplete()).isTrue();
    assertThat(ran).containsExactly("1 print", "2 value");
    assertThat(notebook.cells().get(0).outputs())
        .containsExactly(
            new Output.Printed(Stream.STDOUT, "ab\n"),
            new Output.Printed(Stream.STDERR, "c"),
            new Output.Displayed(MimeBundle.text("d"), "id"),
            new Output.Result(MimeBundle.text("e")));
    assertThat(notebook.cells().get(1).number()).isZero();
  }

  @Test
  void a_display_is_updated_where_it_stands_also_from_a_later_cell() throws Exception {
    Notebook notebook = NotebookTest.notebook("show", "update");
    NotebookRun run =
        run(
            notebook,
            (cell, output, input) -> {
              if (cell.number() == 1) {
                output.display(MimeBundle.text("before"), "id");
              } else {
                output.update("id", MimeBundle.text("after"));
              }
              return DONE;
            });

    run.run(cell -> Optional.empty());

    assertThat(notebook.cells().get(0).outputs())
        .containsExactly(new Output.Displayed(MimeBundle.text("after"), "id"));
    assertThat(notebook.cells().get(1).outputs()).isEmpty();
  }

  @Test
  void cleared_output_is_gone_at_once_or_with_the_next_one() throws Exception {
    Notebook notebook = NotebookTest.notebook("now", "wait", "nothing follows");
    NotebookRun run =
        run(
            notebook,
            (cell, output, input) -> {
              output.print(Stream.STDOUT, "old");
              output.clear(cell.number() > 1);
              if (cell.number() == 2) {
                output.print(Stream.STDOUT, "new");
              }
              return DONE;
            });

    run.run(cell -> Optional.empty());

    assertThat(notebook.cells().get(0).outputs()).isEmpty();
    assertThat(notebook.cells().get(1).outputs())
        .containsExactly(new Output.Printed(Stream.STDOUT, "new"));
    assertThat(notebook.cells().get(2).outputs())
        .containsExactly(new Output.Printed(Stream.STDOUT, "old"));
  }

  @Test
  void a_cell_that_fails_ends_the_run() throws Exception {
    Notebook notebook = NotebookTest.notebook("good", "bad", "never");

    Ending ending = run(notebook, failing("bad")).run(cell -> Optional.empty());

    assertThat(ending.failed()).isSameAs(notebook.cells().get(1));
    assertThat(notebook.cells().get(1).outputs())
        .containsExactly(new Output.Failure(CellError.of("Oops", "no")));
    assertThat(ran).containsExactly("good", "bad");
  }

  @Test
  void a_cell_tagged_raises_exception_may_fail_and_one_tagged_skip_execution_is_left_out()
      throws Exception {
    Notebook notebook =
        NotebookTest.tagged("bad", "raises-exception", "left out", "skip-execution", "last", "x");

    Ending ending = run(notebook, failing("bad")).run(cell -> Optional.empty());

    assertThat(ending.isComplete()).isTrue();
    assertThat(ran).containsExactly("bad", "last");
  }

  @Test
  void a_cell_is_put_behind_the_one_that_asks_for_it() throws Exception {
    Notebook notebook = NotebookTest.tagged("int year = 1;", "parameters", "year", "x");

    run(notebook, failing(""))
        .run(
            cell ->
                cell.tags().contains(NotebookCell.PARAMETERS)
                    ? Optional.of("year = 2;")
                    : Optional.empty());

    assertThat(ran).containsExactly("int year = 1;", "year = 2;", "year");
    assertThat(notebook.cells().get(1).tags()).containsExactly(NotebookCell.INJECTED);
    notebook.removeInjected();
    assertThat(notebook.cells()).hasSize(2);
  }

  @Test
  void a_run_that_is_stopped_begins_no_further_cell() throws Exception {
    Notebook notebook = NotebookTest.notebook("first", "second");
    List<NotebookRun> itself = new ArrayList<>();
    NotebookRun run =
        run(
            notebook,
            (cell, output, input) -> {
              ran.add(cell.text());
              itself.get(0).stop();
              return DONE;
            });
    itself.add(run);

    Ending ending = run.run(cell -> Optional.empty());

    assertThat(ending.isInterrupted()).isTrue();
    assertThat(ran).containsExactly("first");
  }

  private NotebookRun.Code failing(String text) {
    return (cell, output, input) -> {
      ran.add(cell.text());
      return cell.text().equals(text) ? FAILED : DONE;
    };
  }

  private static NotebookRun run(Notebook notebook, NotebookRun.Code code) {
    return new NotebookRun(notebook, code, NOBODY, false);
  }

  private static final NotebookRun.Watcher NOBODY =
      new NotebookRun.Watcher() {
        @Override
        public void began(NotebookCell cell) {}

        @Override
        public void ended(NotebookCell cell, Optional<CellError> error) {}
      };
}
