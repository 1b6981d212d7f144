package org.messagecenter.protocol;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import java.time.Clock;
import java.util.concurrent.Executor;
import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.Inbound;
import org.messagecenter.protocol.codec.Packet;

/** Which package may know which; the arrows run spec ← pdu ← codec ← session. */
@AnalyzeClasses(
    packages = "org.messagecenter.protocol",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "org.messagecenter.protocol";
  private static final String SPEC = ROOT + ".spec..";
  private static final String PDU = ROOT + ".pdu..";
  private static final String CODEC = ROOT + ".codec..";
  private static final String SESSION = ROOT + ".session..";

  private static final String CAPTURE = ROOT + ".capture..";

  private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("org.messagecenter..");

  @ArchTest
  static final ArchRule SPEC_KNOWS_NOTHING_OF_OURS = mayKnowOnly(SPEC, resideInAPackage(SPEC));

  @ArchTest static final ArchRule PDU_KNOWS_SPEC = mayKnowOnly(PDU, resideInAnyPackage(PDU, SPEC));

  @ArchTest
  static final ArchRule CODEC_KNOWS_PDU_AND_SPEC =
      mayKnowOnly(CODEC, resideInAnyPackage(CODEC, PDU, SPEC));

  @ArchTest
  static final ArchRule SESSION_KNOWS_WHAT_ARRIVES_BUT_NOT_HOW =
      mayKnowOnly(
              SESSION,
              resideInAnyPackage(SESSION, PDU, SPEC)
                  .or(type(Inbound.class))
                  .or(type(Packet.class))
                  .or(type(BadPdu.class)))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule SESSION_IS_PURE =
      noClasses()
          .that()
          .resideInAPackage(SESSION)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.netty..", "org.slf4j..")
                  .or(assignableTo(Executor.class))
                  .or(assignableTo(Thread.class))
                  .or(assignableTo(Clock.class)))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule TEXT_TIME_AND_RECEIPT_STAND_BESIDE_THE_WIRE =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".text..", ROOT + ".time..", ROOT + ".receipt..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CODEC, SESSION)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule NOTHING_NEEDS_CAPTURE =
      noClasses()
          .that()
          .resideOutsideOfPackage(CAPTURE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CAPTURE);

  @ArchTest
  static final ArchRule THE_MODULE_KNOWS_NO_OTHER =
      mayKnowOnly(ROOT + "..", resideInAPackage(ROOT + ".."));

  private static ClassesShouldConjunction mayKnowOnly(
      String from, DescribedPredicate<JavaClass> allowed) {
    return classes()
        .that()
        .resideInAPackage(from)
        .should()
        .onlyDependOnClassesThat(allowed.or(DescribedPredicate.not(OURS)));
  }
}
