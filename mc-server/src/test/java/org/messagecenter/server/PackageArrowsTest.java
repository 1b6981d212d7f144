package org.messagecenter.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages of the server. */
@AnalyzeClasses(
    packages = "org.messagecenter.server",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PackageArrowsTest {

  private static final String SERVER = "org.messagecenter.server";
  private static final String CONFIG = SERVER + ".config..";
  private static final String METRIC = SERVER + ".metric..";
  private static final String ACCOUNT = SERVER + ".account..";
  private static final String ROUTE = SERVER + ".route..";
  private static final String CLI = SERVER + ".cli..";
  private static final String ADMIN = SERVER + ".admin..";
  private static final String HISTORY = SERVER + ".history..";

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching(SERVER + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_ROOT_BUILDS_AND_IS_KNOWN_TO_NOBODY =
      noClasses()
          .that()
          .resideInAPackage(SERVER + ".*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SERVER);

  @ArchTest
  static final ArchRule ONLY_THE_ROOT_KNOWS_THE_COMMAND_LINE =
      noClasses()
          .that(not(resideInAnyPackage(CLI, SERVER)))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLI);

  @ArchTest
  static final ArchRule CONFIG_KNOWS_NO_FEATURE =
      noClasses()
          .that()
          .resideInAPackage(CONFIG)
          .should()
          .dependOnClassesThat(ofTheServerBut(CONFIG));

  @ArchTest
  static final ArchRule METRIC_KNOWS_ONLY_CONFIG =
      noClasses()
          .that()
          .resideInAPackage(METRIC)
          .should()
          .dependOnClassesThat(ofTheServerBut(METRIC, CONFIG));

  @ArchTest
  static final ArchRule ACCOUNTS_KNOW_NO_OTHER_FEATURE =
      noClasses()
          .that()
          .resideInAPackage(ACCOUNT)
          .should()
          .dependOnClassesThat(ofTheServerBut(ACCOUNT, CONFIG, METRIC));

  @ArchTest
  static final ArchRule THE_COMMAND_LINE_KNOWS_NO_TRAFFIC =
      noClasses()
          .that()
          .resideInAPackage(CLI)
          .should()
          .dependOnClassesThat(ofTheServerBut(CLI, CONFIG, ACCOUNT, ROUTE, ADMIN, HISTORY));

  @ArchTest
  static final ArchRule THE_ADMIN_SOCKET_KNOWS_NO_FEATURE =
      noClasses()
          .that()
          .resideInAPackage(ADMIN)
          .should()
          .dependOnClassesThat(ofTheServerBut(ADMIN, CONFIG));

  @ArchTest
  static final ArchRule THE_HISTORY_KNOWS_NO_TRAFFIC =
      noClasses()
          .that()
          .resideInAPackage(HISTORY)
          .should()
          .dependOnClassesThat(ofTheServerBut(HISTORY, ADMIN, CONFIG));

  @ArchTest
  static final ArchRule ROUTING_IS_A_CALCULATION =
      noClasses()
          .that()
          .resideInAPackage(SERVER + ".route..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..", "org.messagecenter.store..")
          .allowEmptyShould(true);

  /** A carrier, real or simulated, is an outlet to the dispatcher, which knows only the outlet. */
  @ArchTest
  static final ArchRule THE_DISPATCHER_KNOWS_NO_CARRIER =
      noClasses()
          .that()
          .resideInAPackage(SERVER + ".deliver..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SERVER + ".upstream..", SERVER + ".simulate..", SERVER + ".listen..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule HOCON_STAYS_IN_CONFIG =
      classes()
          .that(not(resideInAPackage(CONFIG)))
          .should()
          .onlyDependOnClassesThat(not(resideInAPackage("com.typesafe.config..")));

  @ArchTest
  static final ArchRule PICOCLI_STAYS_IN_THE_COMMAND_LINE =
      classes()
          .that(not(resideInAPackage(CLI)))
          .should()
          .onlyDependOnClassesThat(not(resideInAPackage("picocli..")));

  private static DescribedPredicate<JavaClass> ofTheServerBut(String... packages) {
    return resideInAPackage(SERVER + "..").and(not(resideInAnyPackage(packages)));
  }
}
