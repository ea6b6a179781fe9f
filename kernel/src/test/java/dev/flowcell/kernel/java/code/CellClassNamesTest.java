package dev.flowcell.kernel.java.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellClassNamesTest {

  @ParameterizedTest
  @CsvSource({
    "REPL.$JShell$5$Dog@1f, Dog@1f",
    "REPL.$JShell$59$1@35, (anonymous)@35",
    "REPL.$JShell$5$Dog$1@35, Dog.(anonymous)@35",
    "REPL.$JShell$8$$JShell$anonymous$$0@35, (anonymous)@35",
    "$JShell$anonymous$$12@35, (anonymous)@35",
    "REPL.$JShell$66$$Lambda$1222/0x00007fb764400410@7e, lambda@7e",
    "REPL.$JShell$66B$$Lambda/0x00007fb764400410@7e, lambda@7e",
    "REPL.$JShell$66$Dog$$Lambda$12/0x00007fb764400410@7e, Dog.lambda@7e",
    "cells//REPL.$JShell$63.do_it$(In [63]:1), In [63]:1",
    "cells//REPL.$JShell$63.lambda$do_it$$0(In [63]:1), In [63]:1",
    "cells//REPL.$JShell$63$Dog.bark(In [63]:2), Dog.bark(In [63]:2)"
  })
  void classes_and_frames_read_as_their_cells_wrote_them(String name, String readable) {
    assertThat(CellClassNames.readable("a " + name + " b")).isEqualTo("a " + readable + " b");
  }
}
