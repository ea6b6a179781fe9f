package dev.flowcell.kernel;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * The plan of the kernel's rooms: Jupyter and Java do not know each other, the program knows both.
 * Within Java, the session knows all rooms, and what is said to the user no ways into JShell.
 */
class ArchitectureTest {

  private static final String ROOT = "dev.flowcell.kernel";

  private static final String JAVA = ROOT + ".java";

  private static final String IJAVA = "io.github.spencerpark.ijava";

  private static final String JJAVA = "org.dflib.jjava.kernel";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT, IJAVA, JJAVA);

  @Test
  void the_rules_below_look_at_all_classes() {
    assertThat(CLASSES).hasSizeGreaterThan(40);
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .contains(ROOT + ".jupyter", JAVA, ROOT + ".app", IJAVA, JJAVA)
        .contains(
            JAVA + ".assist", JAVA + ".errors", JAVA + ".shell", JAVA + ".classes", JAVA + ".code");
  }

  @Test
  void imports_point_one_way() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .ensureAllClassesAreContainedInArchitecture()
        .layer("jupyter")
        .definedBy(ROOT + ".jupyter")
        .layer("java")
        .definedBy(JAVA)
        .layer("assist")
        .definedBy(JAVA + ".assist")
        .layer("errors")
        .definedBy(JAVA + ".errors")
        .layer("shell")
        .definedBy(JAVA + ".shell")
        .layer("classes")
        .definedBy(JAVA + ".classes")
        .layer("code")
        .definedBy(JAVA + ".code")
        .layer("ijava")
        .definedBy(IJAVA + "..")
        .layer("jjava")
        .definedBy(JJAVA)
        .layer("app")
        .definedBy(ROOT + ".app")
        .whereLayer("jupyter")
        .mayNotAccessAnyLayer()
        .whereLayer("java")
        .mayOnlyAccessLayers("assist", "errors", "shell", "classes", "code")
        .whereLayer("assist")
        .mayOnlyAccessLayers("errors", "classes", "code")
        .whereLayer("errors")
        .mayOnlyAccessLayers("code")
        .whereLayer("shell")
        .mayOnlyAccessLayers("code")
        .whereLayer("classes")
        .mayOnlyAccessLayers("code")
        .whereLayer("code")
        .mayNotAccessAnyLayer()
        .whereLayer("ijava")
        .mayOnlyAccessLayers("jupyter")
        .whereLayer("jjava")
        .mayOnlyAccessLayers("jupyter")
        .whereLayer("app")
        .mayOnlyAccessLayers("jupyter", "java", "ijava", "jjava")
        .whereLayer("app")
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
  void jupyter_knows_no_jshell() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".jupyter")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jdk.jshell..", "com.sun.source..")
        .check(CLASSES);
  }

  @Test
  void jjavas_library_stays_in_its_room() {
    noClasses()
        .that()
        .resideOutsideOfPackage(JJAVA)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.dflib.jjava.jupyter..")
        .check(CLASSES);
  }

  @Test
  void java_knows_no_socket_and_no_jupyter_message() {
    noClasses()
        .that()
        .resideInAPackage(JAVA + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.zeromq..", "io.github.spencerpark..", "org.dflib..", "com.google.gson..")
        .check(CLASSES);
  }

  @Test
  void the_rooms_of_the_kernel_see_the_notebook_only() {
    classes()
        .that()
        .resideInAnyPackage(ROOT + ".jupyter", JAVA + "..")
        .should()
        .onlyDependOnClassesThat(outside_of_ours_or_in_these_rooms())
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> outside_of_ours_or_in_these_rooms() {
    return resideOutsideOfPackage("dev.flowcell..")
        .or(resideInAnyPackage("dev.flowcell.cell", ROOT + ".jupyter", JAVA + ".."))
        .as("are in cell, in these rooms or not ours");
  }
}
