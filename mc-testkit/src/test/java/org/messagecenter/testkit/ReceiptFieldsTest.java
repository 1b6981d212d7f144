package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptFieldsTest {

  @Test
  void readsTheFormOfAppendixB() {
    assertThat(
            ReceiptFields.parse(
                "id:0123456789 sub:001 dlvrd:000 submit date:2601020304 done date:2601020405"
                    + " stat:UNDELIV err:4A1 text:hi there: you"))
        .isEqualTo(
            new ReceiptFields(
                "0123456789",
                "001",
                "000",
                "2601020304",
                "2601020405",
                "UNDELIV",
                "4A1",
                "hi there: you"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "id:1 sub:1 dlvrd:001 submit date:2601020304 done date:2601020405 stat:DELIVRD err:000"
            + " text:",
        "id:1 sub:001 dlvrd:001 submit date:260102030405 done date:2601020405 stat:DELIVRD"
            + " err:000 text:",
        "id:1 sub:001 dlvrd:001 submit date:2601020304 done date:2601020405 stat:DELIVERED err:000"
            + " text:",
        "id:1  sub:001 dlvrd:001 submit date:2601020304 done date:2601020405 stat:DELIVRD err:000"
            + " text:"
      })
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> ReceiptFields.parse(text)).isInstanceOf(AssertionError.class);
  }
}
