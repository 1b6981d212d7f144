package org.messagecenter.server.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.DuplicateRule;
import org.messagecenter.server.account.DuplicateRule.By;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.account.Windows;

/** What makes two submissions the same. */
class FingerprintsTest {
  private static final Tlvs NO_TLVS = Tlvs.EMPTY;
  private static final Address SOURCE = new Address(1, 1, "4915");
  private static final Address DESTINATION = new Address(1, 1, "4917");

  private final Fingerprints fingerprints = new Fingerprints(new byte[16]);

  private static Account account(String name, By by) {
    Policy usual = Policy.USUAL;
    Policy policy =
        new Policy(
            usual.interfaceVersion(),
            usual.announceVersion(),
            usual.answers(),
            usual.dialects(),
            usual.serviceTypes(),
            usual.defaultSource(),
            usual.longestMessage(),
            usual.accepted(),
            usual.receipts(),
            usual.receiptHome(),
            new DuplicateRule(Duration.ofMinutes(1), by),
            usual.outbound());
    return new Account(
        name,
        List.of(),
        List.of(),
        Set.of(BindType.TRANSCEIVER),
        0,
        Windows.USUAL,
        policy,
        Map.of(),
        Optional.empty());
  }

  private static SubmitSm message(String text, Tlvs tlvs) {
    return message(SOURCE, DESTINATION, 0, "", 0, text, tlvs);
  }

  private static SubmitSm message(
      Address from, Address to, int esmClass, String at, int coding, String text, Tlvs tlvs) {
    return new SubmitSm(
        "",
        from,
        to,
        esmClass,
        0,
        0,
        at,
        "",
        1,
        0,
        coding,
        0,
        Octets.of(text.getBytes(StandardCharsets.ISO_8859_1)),
        tlvs);
  }

  private static Tlvs reference(int value) {
    return Tlvs.builder().put(TlvTag.USER_MESSAGE_REFERENCE, value).build();
  }

  private long either(SubmitSm message) {
    return fingerprints.of(account("acme", By.EITHER), message);
  }

  @Test
  void theSameIsTheSameAndNothingElseIs() {
    long hello = either(message("hello", NO_TLVS));
    assertThat(either(message("hello", NO_TLVS))).isEqualTo(hello).isNotZero();
    assertThat(
            List.of(
                either(message("hello!", NO_TLVS)),
                either(message(DESTINATION, DESTINATION, 0, "", 0, "hello", NO_TLVS)),
                either(message(SOURCE, SOURCE, 0, "", 0, "hello", NO_TLVS)),
                either(message(SOURCE, new Address(2, 1, "4917"), 0, "", 0, "hello", NO_TLVS)),
                either(message(SOURCE, DESTINATION, 0, "000000010000000R", 0, "hello", NO_TLVS)),
                either(message(SOURCE, DESTINATION, 0, "", 8, "hello", NO_TLVS)),
                fingerprints.of(account("else", By.EITHER), message("hello", NO_TLVS)),
                new Fingerprints(
                        "another store key".substring(0, 16).getBytes(StandardCharsets.US_ASCII))
                    .of(account("acme", By.EITHER), message("hello", NO_TLVS))))
        .doesNotContain(hello)
        .doesNotHaveDuplicates();
  }

  @Test
  void whereTheTextStandsMakesNoDifference() {
    Tlvs payload =
        Tlvs.builder()
            .put(TlvTag.MESSAGE_PAYLOAD, "hello".getBytes(StandardCharsets.ISO_8859_1))
            .build();
    assertThat(either(message("", payload))).isEqualTo(either(message("hello", NO_TLVS)));
  }

  @Test
  void theReferenceCountsIfThereIsOne() {
    long one = either(message("hello", reference(1)));
    assertThat(either(message("hello again", reference(1)))).isEqualTo(one);
    assertThat(either(message("hello", reference(2)))).isNotEqualTo(one);
  }

  @Test
  void anAccountMaySayWhatCounts() {
    Account byContent = account("acme", By.CONTENT);
    assertThat(fingerprints.of(byContent, message("hello", reference(1))))
        .isEqualTo(fingerprints.of(byContent, message("hello", reference(2))));
    Account byReference = account("acme", By.REFERENCE);
    assertThat(fingerprints.of(byReference, message("hello", NO_TLVS))).isZero();
    assertThat(fingerprints.of(byReference, message("hello", reference(1)))).isNotZero();
  }

  @Test
  void partsOfOneMessageAreNotTheSame() {
    assertThat(either(part(1))).isNotEqualTo(either(part(2))).isEqualTo(either(part(1)));
    assertThat(either(udh(1))).isNotEqualTo(either(udh(2))).isEqualTo(either(udh(1)));
  }

  private static SubmitSm part(int number) {
    Tlvs tlvs =
        Tlvs.builder()
            .put(TlvTag.USER_MESSAGE_REFERENCE, 1)
            .put(TlvTag.SAR_MSG_REF_NUM, 9)
            .put(TlvTag.SAR_TOTAL_SEGMENTS, 2)
            .put(TlvTag.SAR_SEGMENT_SEQNUM, number)
            .build();
    return message("part", tlvs);
  }

  private static SubmitSm udh(int number) {
    String header = "\u0005\u0000\u0003\u0009\u0002" + (char) number;
    return message(SOURCE, DESTINATION, 0x40, "", 0, header + "part", reference(1));
  }

  @Test
  void allDestinationsCount() {
    Account acme = account("acme", By.EITHER);
    SubmitSm hello = message("hello", NO_TLVS);
    long both = fingerprints.of(acme, hello, List.of(DESTINATION, SOURCE));
    assertThat(fingerprints.of(acme, hello, List.of(DESTINATION))).isNotEqualTo(both);
    assertThat(fingerprints.of(acme, hello, List.of(DESTINATION, SOURCE))).isEqualTo(both);
  }
}
