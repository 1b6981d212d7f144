package org.messagecenter.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvRule;
import org.messagecenter.protocol.spec.TlvRules;
import org.messagecenter.testkit.docs.Claim.Kind;

/** The conformance statement claims nothing that no test proves. */
class PicsTest {
  private static final SourceTests TESTS = new SourceTests(Repository.root());

  static List<Claim> claims() {
    return Claim.all();
  }

  static Stream<Claim> commands() {
    return claims().stream().filter(claim -> claim.kind() == Kind.COMMAND);
  }

  static Stream<Claim> tlvs() {
    return claims().stream().filter(claim -> claim.kind() == Kind.TLV);
  }

  @ParameterizedTest
  @MethodSource("claims")
  void everyClaimNamesTestsThatExist(Claim claim) {
    assertThat(claim.tests()).isNotEmpty().allMatch(TESTS::has);
  }

  @ParameterizedTest
  @MethodSource("claims")
  void everyClaimNamesVersions(Claim claim) {
    List<String> versions = Pics.VERSIONS.stream().map(Words::version).toList();

    assertThat(claim.versions()).isNotEmpty().doesNotHaveDuplicates().isSubsetOf(versions);
  }

  @ParameterizedTest
  @MethodSource("claims")
  void whatIsRefusedSaysHow(Claim claim) {
    assertThat(claim.supported() || !claim.note().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandsAreClaimedInTheRolesAndVersionsTheyHave(Claim claim) {
    CommandId id = CommandId.valueOf(claim.item().toUpperCase(Locale.ROOT));

    assertThat(claim.role()).isNotEmpty().isSubsetOf(Pics.roles(id));
    assertThat(claim.versions()).allMatch(version -> number(version) >= id.since());
  }

  @ParameterizedTest
  @MethodSource("tlvs")
  void tlvsAreClaimedWhereTheyMayBe(Claim claim) {
    TlvRule rule =
        TlvRules.all().stream()
            .filter(r -> r.tag().name().equals(claim.item()))
            .findFirst()
            .orElseThrow();

    assertThat(claim.role()).isNotEmpty();
    for (String version : claim.versions()) {
      List<String> legal =
          rule.commands(number(version)).stream().map(CommandId::wireName).toList();
      assertThat(claim.role()).as(version).isSubsetOf(legal);
    }
  }

  @Test
  void everyCommandAndTlvHasItsLineAndWhatIsOpenIsListed() {
    String page = PicsPage.text();
    List<String> open = new Pics(claims()).open();

    assertThat(Arrays.stream(CommandId.values()).map(id -> "\n| " + Words.link(id) + " | "))
        .allMatch(page::contains);
    assertThat(TlvRules.all().stream().map(rule -> "\n| " + Words.link(rule.tag()) + " | "))
        .hasSize(64)
        .allMatch(page::contains);
    assertThat(page.split("\\| open ", -1)).hasSize(open.size() + 1);
    System.out.println("Not claimed yet, " + open.size() + " in all:\n" + String.join("\n", open));
  }

  /** Of {@code 3.4} 0x34. */
  private static int number(String version) {
    return Integer.parseInt(version.replace(".", ""), 16);
  }
}
