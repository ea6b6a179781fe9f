package dev.flowcell;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The plan of the rooms: which may import which, and what stays outside. */
class ArchitectureTest {

  private static final String ROOT = "dev.flowcell";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void the_rules_below_look_at_all_classes() {
    assertThat(CLASSES).hasSizeGreaterThan(120);
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .contains("dev.flowcell", "dev.flowcell.cell", "dev.flowcell.store.jdbc");
  }

  @Test
  void imports_point_one_way() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .ensureAllClassesAreContainedInArchitecture()
        .layer("cell")
        .definedBy(ROOT + ".cell")
        .layer("flow")
        .definedBy(ROOT + ".flow")
        .layer("code")
        .definedBy(ROOT + ".code")
        .layer("run")
        .definedBy(ROOT + ".run")
        .layer("notebook")
        .definedBy(ROOT + ".notebook")
        .layer("parameter")
        .definedBy(ROOT + ".parameter")
        .layer("schedule")
        .definedBy(ROOT + ".schedule")
        .layer("schedule.clockwork")
        .definedBy(ROOT + ".schedule.clockwork")
        .layer("secret")
        .definedBy(ROOT + ".secret")
        .layer("store")
        .definedBy(ROOT + ".store")
        .layer("store.journal")
        .definedBy(ROOT + ".store.journal")
        .layer("store.jdbc")
        .definedBy(ROOT + ".store.jdbc")
        .layer("store.results")
        .definedBy(ROOT + ".store.results")
        .layer("engine")
        .definedBy(ROOT + ".engine")
        .layer("stats")
        .definedBy(ROOT + ".stats")
        .layer("render")
        .definedBy(ROOT + ".render")
        .layer("render.chart")
        .definedBy(ROOT + ".render.chart")
        .layer("render.value")
        .definedBy(ROOT + ".render.value")
        .layer("render.report")
        .definedBy(ROOT + ".render.report")
        .layer("library")
        .definedBy(ROOT + ".library")
        .layer("dashboard")
        .definedBy(ROOT + ".dashboard")
        .layer("live")
        .definedBy(ROOT + ".live")
        .layer("notify")
        .definedBy(ROOT + ".notify")
        .layer("magic.syntax")
        .definedBy(ROOT + ".magic.syntax")
        .layer("magic")
        .definedBy(ROOT + ".magic")
        .layer("front door")
        .definedBy(ROOT)
        .whereLayer("cell")
        .mayNotAccessAnyLayer()
        .whereLayer("flow")
        .mayOnlyAccessLayers("cell")
        .whereLayer("notebook")
        .mayOnlyAccessLayers("cell")
        .whereLayer("parameter")
        .mayOnlyAccessLayers("flow")
        .whereLayer("code")
        .mayOnlyAccessLayers("cell", "flow")
        .whereLayer("run")
        .mayOnlyAccessLayers("cell", "flow")
        .whereLayer("schedule")
        .mayNotAccessAnyLayer()
        .whereLayer("schedule.clockwork")
        .mayOnlyAccessLayers("run", "schedule")
        .whereLayer("secret")
        .mayOnlyAccessLayers("cell", "run")
        .whereLayer("store")
        .mayOnlyAccessLayers("run", "schedule")
        .whereLayer("store.journal")
        .mayOnlyAccessLayers("run")
        .whereLayer("store.jdbc")
        .mayOnlyAccessLayers("store", "store.journal", "run", "schedule")
        .whereLayer("store.results")
        .mayOnlyAccessLayers("cell", "run", "secret", "stats")
        .whereLayer("engine")
        .mayOnlyAccessLayers("cell", "flow", "code", "run", "store", "store.results")
        .whereLayer("stats")
        .mayOnlyAccessLayers("cell")
        .whereLayer("render")
        .mayOnlyAccessLayers("cell", "run", "schedule")
        .whereLayer("render.chart")
        .mayOnlyAccessLayers("cell", "stats", "render")
        .whereLayer("render.value")
        .mayOnlyAccessLayers("cell", "stats", "render", "render.chart")
        .whereLayer("render.report")
        .mayOnlyAccessLayers("cell", "run", "notebook", "render")
        .whereLayer("library")
        .mayOnlyAccessLayers("cell")
        .whereLayer("dashboard")
        .mayOnlyAccessLayers("run", "store", "store.results", "render", "schedule")
        .whereLayer("live")
        .mayOnlyAccessLayers("cell", "run", "render")
        .whereLayer("notify")
        .mayOnlyAccessLayers("flow", "run", "render")
        .whereLayer("magic.syntax")
        .mayOnlyAccessLayers("cell", "flow", "code")
        .whereLayer("magic")
        .mayOnlyAccessLayers(
            "magic.syntax",
            "cell",
            "flow",
            "code",
            "run",
            "parameter",
            "schedule",
            "store",
            "store.results",
            "engine",
            "stats",
            "render",
            "render.report",
            "render.value",
            "live",
            "dashboard",
            "library",
            "notebook")
        .whereLayer("front door")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void no_packages_import_each_other_in_a_circle() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void every_package_is_null_marked() {
    List<JavaPackage> packages =
        CLASSES.stream().map(JavaClass::getPackage).distinct().collect(Collectors.toList());

    assertThat(packages).allMatch(room -> room.isAnnotatedWith(NullMarked.class));
  }

  @Test
  void nothing_prints_by_itself() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }

  @Test
  void pipelines_know_no_socket_no_jupyter_message_and_no_jshell() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.zeromq..", "io.github.spencerpark..", "org.dflib..", "jdk.jshell..")
        .check(CLASSES);
  }

  @Test
  void sql_stays_in_its_room_and_rows_of_a_users_query_are_shown() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".store.jdbc", ROOT + ".render.value")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".store.jdbc")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "javax.sql", "org.sqlite..", "org.postgresql..", "com.zaxxer..", "org.flywaydb..")
        .check(CLASSES);
  }
}
