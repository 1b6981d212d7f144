package org.messagecenter.protocol.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.pdu.Octets;

class ReceiptTextTest {
  private static final long SUBMITTED = Instant.parse("2026-11-21T03:05:59Z").toEpochMilli();
  private static final long DONE = Instant.parse("2026-11-21T03:07:00Z").toEpochMilli();

  private static Octets octets(String text) {
    return Octets.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String print(MessageState state, int error, String text) {
    return new String(
        ReceiptText.print("0a1b", SUBMITTED, DONE, state, error, octets(text)),
        StandardCharsets.ISO_8859_1);
  }

  @Test
  void isPrintedInTheFormOfAppendixB() {
    assertThat(print(MessageState.DELIVERED, 0, "Hello"))
        .isEqualTo(
            "id:0a1b sub:001 dlvrd:001 submit date:2611210305 done date:2611210307"
                + " stat:DELIVRD err:000 text:Hello");
    assertThat(print(MessageState.UNDELIVERABLE, 0x4A1, ""))
        .isEqualTo(
            "id:0a1b sub:001 dlvrd:000 submit date:2611210305 done date:2611210307"
                + " stat:UNDELIV err:4A1 text:");
  }

  @Test
  void repeatsTwentyCharactersAndNeverHalfOfOne() {
    assertThat(print(MessageState.DELIVERED, 0, "x".repeat(30))).endsWith("text:" + "x".repeat(20));
    assertThat(print(MessageState.DELIVERED, 0, "x".repeat(19) + "\u001Be"))
        .endsWith("text:" + "x".repeat(19));
  }

  @ParameterizedTest
  @EnumSource(MessageState.class)
  void whatIsPrintedIsRead(MessageState state) {
    Receipt receipt = ReceiptText.parse(print(state, 0x4B2, "words: and more")).orElseThrow();

    assertThat(receipt.id()).isEqualTo("0a1b");
    assertThat(receipt.state()).isEqualTo(state);
    assertThat(receipt.err()).isEqualTo("4B2");
    assertThat(receipt.text()).isEqualTo("words: and more");
    assertThat(receipt.submitDate()).isEqualTo(SUBMITTED / 60_000 * 60_000);
    assertThat(receipt.doneDate()).isEqualTo(DONE);
    assertThat(receipt.submitted()).isEqualTo(1);
  }

  @Test
  void datesAgreeWithTheCalendar() {
    DateTimeFormatter form = DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);
    Random random = new Random(3);
    long from = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
    long to = Instant.parse("2099-12-31T23:59:59Z").toEpochMilli();
    for (int i = 0; i < 5000; i++) {
      long at = from + (long) (random.nextDouble() * (to - from));
      String text =
          new String(
              ReceiptText.print("i", at, at, MessageState.DELIVERED, 0, Octets.EMPTY),
              StandardCharsets.US_ASCII);
      assertThat(text).contains("submit date:" + form.format(Instant.ofEpochMilli(at)) + " ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2611210305, 2026-11-21T03:05:00Z",
    "261121030559, 2026-11-21T03:05:59Z",
    "20261121030559, 2026-11-21T03:05:59Z",
    "202611210305, 2026-11-21T03:05:00Z",
    "261121030559000+, 2026-11-21T03:05:59Z",
  })
  void datesOfEveryCommonLengthAreRead(String date, String expected) {
    Receipt receipt = ReceiptText.parse("id:1 submit date:" + date + " stat:DELIVRD").orElseThrow();
    assertThat(Instant.ofEpochMilli(receipt.submitDate()).toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id:123 submit date:2611210305 done date:2611210305 stat:DELIVRD err:000",
        "ID:123 SUB:1 DLVRD:1 SUBMIT DATE:2611210305 DONE DATE:2611210305 STAT:DELIVRD ERR:0 TEXT:x",
        "id: 123 stat: DELIVRD",
        "id:123 sub:001 dlvrd:001 submitdate:2611210305 stat:DELIVRD err:0000 Text:none",
        "id:123 submit date:never done date: stat:DELIVRD err:E42 text:",
        "stat:DELIVRD id:123",
      })
  void commonDeviationsAreRead(String text) {
    Receipt receipt = ReceiptText.parse(text).orElseThrow();
    assertThat(receipt.id()).isEqualTo("123");
    assertThat(receipt.state()).isEqualTo(MessageState.DELIVERED);
  }

  @Test
  void whatIsMissingIsSaidToBe() {
    Receipt receipt = ReceiptText.parse("id:123 stat:BUFFRED").orElseThrow();
    assertThat(receipt.submitted()).isEqualTo(-1);
    assertThat(receipt.submitDate()).isEqualTo(-1);
    assertThat(receipt.err()).isNull();
    assertThat(receipt.text()).isNull();
    assertThat(receipt.state()).isEqualTo(MessageState.ENROUTE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "id:1", "stat:DELIVRD", "id: stat:DELIVRD"})
  void whatIsNoReceiptIsNone(String text) {
    assertThat(ReceiptText.parse(text)).isEmpty();
  }

  @Test
  void idsOfAnyLengthSurvive() {
    String id = "f".repeat(64);
    assertThat(ReceiptText.parse("id:" + id + " stat:DELIVRD").orElseThrow().id()).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({"2, DELIVERED", "5, UNDELIVERABLE", "8, REJECTED", "9, SKIPPED"})
  void statesHaveTheirNumbers(int value, MessageState state) {
    assertThat(MessageState.of(value)).isEqualTo(state);
    assertThat(state.value()).isEqualTo(value);
    assertThat(state.isFinal()).isTrue();
    assertThat(state.stat()).hasSize(7);
    assertThat(MessageState.of(10)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, 0x4A1, '2611210305 done date:2611210306 stat:UNDELIV err:4A1'",
    "true, false, 0x4A1, '261121030559 done date:261121030601 stat:UNDELIV err:4A1'",
    "false, true, 0x4A1, '2611210305 done date:2611210306 stat:UNDELIV err:1185'",
    "true, true, 8, '261121030559 done date:261121030601 stat:UNDELIV err:008'",
    "false, true, 0xFFFF, '2611210305 done date:2611210306 stat:UNDELIV err:65535'",
  })
  void stylesDifferInDatesAndErr(boolean seconds, boolean decimal, int error, String expected) {
    long submitted = Instant.parse("2026-11-21T03:05:59Z").toEpochMilli();
    byte[] text =
        ReceiptText.print(
            new ReceiptStyle(seconds, decimal),
            "1",
            submitted,
            submitted + 2000,
            MessageState.UNDELIVERABLE,
            error,
            Octets.EMPTY);
    assertThat(Octets.of(text).latin1())
        .isEqualTo("id:1 sub:001 dlvrd:000 submit date:" + expected + " text:");
  }
}
