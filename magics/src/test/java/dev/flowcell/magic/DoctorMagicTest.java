package dev.flowcell.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.Test;

class DoctorMagicTest {

  private static final String S = File.separator;

  @Test
  void a_path_below_the_users_home_is_told_without_the_users_name() {
    assertThat(
            DoctorMagic.belowHome(
                "SQLite, " + S + "u" + S + "ann" + S + "x.db", S + "u" + S + "ann"))
        .isEqualTo("SQLite, ~" + S + "x.db");
  }

  @Test
  void a_path_elsewhere_stays_whole() {
    String place = "SQLite, " + S + "data" + S + "u" + S + "ann" + S + "x.db";
    assertThat(DoctorMagic.belowHome(place, S + "u" + S + "ann")).isEqualTo(place);
    assertThat(DoctorMagic.belowHome(place, S)).isEqualTo(place);
  }
}
