package dev.flowcell.kernel.java.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flowcell.kernel.java.Cells;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SymbolTablesTest {

  @Test
  void after_a_cell_all_compilers_look_for_the_classes_of_cells_alone() throws Exception {
    try (Cells cells = new Cells()) {
      cells.value("1 + 1");
      cells.value("2 + 2");

      assertThat(cells.symbols().tables())
          .hasSizeGreaterThanOrEqualTo(2)
          .allSatisfy(
              table ->
                  assertThat(Opened.get(table, "classes"))
                      .isInstanceOfSatisfying(
                          SymbolTables.Parted.class,
                          classes ->
                              assertThat(classes.values().size()).isLessThan(classes.size() / 10)));
    }
  }

  @Test
  void a_name_whose_classes_have_gone_is_forgotten() {
    SymbolTables.Parted classes = new SymbolTables.Parted(Map.of());
    Map<Object, Object> gone = new HashMap<>(Map.of("unnamed", "a class"));
    classes.computeIfAbsent("REPL.$JShell$1", name -> gone);
    classes.computeIfAbsent("REPL.$JShell$2", name -> Map.of("unnamed", "another class"));
    classes.computeIfAbsent("java.util.List", name -> Map.of("java.base", "a list"));
    assertThat(classes.values()).hasSize(2);

    gone.clear();

    assertThat(classes.values()).hasSize(1);
    assertThat(classes).containsOnlyKeys("REPL.$JShell$2", "java.util.List");
  }
}
