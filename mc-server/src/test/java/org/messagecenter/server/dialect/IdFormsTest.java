package org.messagecenter.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.pdu.Tlvs;

/** An id in a submit_sm_resp and the same one in a receipt are the same. */
class IdFormsTest {
  @TempDir private Path directory = Path.of("");

  private static String inReceipt(CarrierDialect dialect, String id) {
    return dialect
        .receipt(WrittenDialects.deliver("id:" + id + " stat:DELIVRD err:000"))
        .orElseThrow()
        .id();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "                                    | 0A1b                 | 0A1b",
        "                                    | 0000000012           | 0000000012",
        "response=hex, receipt=decimal       | 1C8                  | 456",
        "response=hex, receipt=decimal       | 000001c8             | 0000000456",
        "response=decimal, receipt=hex       | 0000000456           | 1C8",
        "response=hex, receipt=decimal       | ffffffffffffffff     | 18446744073709551615",
        "response=hex, receipt=decimal       | 0c9f2c9cd04674edea40000000 | 1000000000000000000000000000000",
        "response=decimal, receipt=decimal   | 12                   | 0000000012",
        "response=decimal, receipt=decimal   | 0                    | 0000000000",
        "response=hex, receipt=hex           | 0A                   | a",
        "response=text, receipt=text, padding=strip | 0000000012    | 12",
        "case=ignore | 9F2c4b1e-0B7d-4cE2-8a11-6f1Dd2c0A001 | 9f2C4b1e-0b7d-4ce2-8a11-6f1dd2c0a001",
        "response=hex, receipt=decimal       | no-number            | no-number",
        "response-prefix=\"mt-\"             | mt-77                | 77",
        "receipt-suffix=\"@smsc\"            | 77                   | 77@smsc",
        "response-prefix=\"0x\", response=hex, receipt=decimal | 0x1c8 | 456",
      })
  void isFoundAgain(String settings, String response, String receipt) throws Exception {
    CarrierDialect dialect =
        WrittenDialects.of(directory, "id { " + (settings == null ? "" : settings) + " }");
    assertThat(inReceipt(dialect, receipt)).isEqualTo(dialect.idOfResponse(response));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "                                  | ab           | AB",
        "                                  | 12           | 0012",
        "response=hex, receipt=decimal     | 10           | 10",
        "response=hex, receipt=decimal     | 1000000000000000000 | 1000000000000000000",
        "response=hex, receipt=decimal     | 1c8z         | 456",
      })
  void whatDiffersStaysApart(String settings, String response, String receipt) throws Exception {
    CarrierDialect dialect =
        WrittenDialects.of(directory, "id { " + (settings == null ? "" : settings) + " }");
    assertThat(inReceipt(dialect, receipt)).isNotEqualTo(dialect.idOfResponse(response));
  }

  @Test
  void sixtyFourDigitsAreNotCut() throws Exception {
    String id = "f".repeat(64);
    CarrierDialect dialect = WrittenDialects.of(directory, "");
    assertThat(dialect.idOfResponse(id)).isEqualTo(id);
    assertThat(inReceipt(dialect, id)).isEqualTo(id);
  }

  @Test
  void whatIsTooLongForTheStoreIsShortenedInBothPlaces() throws Exception {
    CarrierDialect dialect = WrittenDialects.of(directory, "id { case = ignore }");
    String most = "\u00e9".repeat(127);
    assertThat(dialect.idOfResponse(most)).isEqualTo(most);
    String id = "A".repeat(300);
    String kept = dialect.idOfResponse(id);
    assertThat(kept).hasSizeLessThanOrEqualTo(127).startsWith("a".repeat(60));
    assertThat(inReceipt(dialect, id)).isEqualTo(kept);
    assertThat(dialect.idOfResponse(id + "b")).isNotEqualTo(kept);
  }

  @Test
  void receiptedMessageIdMayHaveAFormOfItsOwn() throws Exception {
    CarrierDialect dialect =
        WrittenDialects.of(directory, "id { response = hex, receipt = decimal, tlv = hex }");
    Tlvs tlvs = Tlvs.builder().put(0x001E, new byte[] {'1', 'C', '8'}).build();
    assertThat(
            dialect
                .receipt(WrittenDialects.deliver(0x04, "id:999 stat:DELIVRD", tlvs))
                .orElseThrow()
                .id())
        .isEqualTo(dialect.idOfResponse("1c8"));
  }

  @Test
  void missingAndSupernumeraryNulsDoNotMatter() throws Exception {
    CarrierDialect dialect = WrittenDialects.of(directory, "");
    for (byte[] value : new byte[][] {{'4', '2'}, {'4', '2', 0}, {'4', '2', 0, 0}}) {
      Tlvs tlvs = Tlvs.builder().put(0x001E, value).put(0x0427, new byte[] {2}).build();
      assertThat(dialect.receipt(WrittenDialects.deliver(0x04, "", tlvs)).orElseThrow().id())
          .isEqualTo(dialect.idOfResponse("42\0"));
    }
  }
}
