package org.messagecenter.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private final JavaClasses store =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.messagecenter.store");

  @Test
  void theJournalKnowsBytesOnly() {
    noClasses()
        .that()
        .resideInAPackage("..store.journal..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..store.queue..", "..store.checkpoint..")
        .check(store);
  }

  @Test
  void aCheckpointKnowsSectionsOnly() {
    noClasses()
        .that()
        .resideInAPackage("..store.checkpoint..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..store.queue..")
        .check(store);
  }

  @Test
  void nothingDependsOnTheTools() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..store.tool..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..store.tool..")
        .check(store);
  }

  @Test
  void theArchiveKnowsTheJournalOnly() {
    noClasses()
        .that()
        .resideInAPackage("..store.archive..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..store.queue..")
        .check(store);
    noClasses()
        .that()
        .resideInAPackage("..store.journal..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..store.archive..")
        .check(store);
  }

  @Test
  void theHistoryKnowsTheDiskOnly() {
    noClasses()
        .that()
        .resideInAPackage("..store.history..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..store.queue..", "..store.archive..", "..store.checkpoint..")
        .check(store);
    noClasses()
        .that()
        .resideOutsideOfPackage("..store.history..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..store.history..")
        .check(store);
  }

  @Test
  void theStoreNeedsTheJdkAndSlf4jOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.crypto..",
            "org.slf4j..",
            "org.jspecify..",
            "org.messagecenter.store..")
        .check(store);
  }
}
