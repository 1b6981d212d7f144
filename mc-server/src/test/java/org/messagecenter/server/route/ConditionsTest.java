package org.messagecenter.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.server.route.Tables.Message;

/** Each condition: what fits, what does not, and what is said of that. */
class ConditionsTest {
  @TempDir Path directory;
  private Tables tables;

  @BeforeEach
  void tables() {
    tables = new Tables(directory);
  }

  private void fits(String conditions, Message message) {
    assertThat(message.carrier(tables.when(conditions))).as(conditions).isEqualTo("a");
  }

  private void fitsNot(String conditions, Message message, String why) {
    Explanation explanation = tables.when(conditions).explain(message.request(), Tables.ALL_WELL);

    assertThat(message.carrier(tables.when(conditions))).as(conditions).isEqualTo("-");
    assertThat(explanation.lines().get(1)).endsWith("): no, " + why);
  }

  @Test
  void accounts() {
    fits("account = acme", Tables.message());
    fits("account = [other, acme]", Tables.message());
    fitsNot("account = [other, Acme]", Tables.message(), "account is acme, not other, Acme");
  }

  @Test
  void destinationsByTheirFirstDigits() {
    fits("destination = 49", Tables.message());
    fits("destination = [1, \"+49151\"]", Tables.message());
    fits("destination = \"*1\"", Tables.message().to(0, "*123#"));
    fitsNot(
        "destination = [48, 49152]",
        Tables.message(),
        "destination 4915112345678 does not begin with 48, 49152");
    fitsNot(
        "destination = [11, 12, 13, 14, 15, 16, 17, 18, 19]",
        Tables.message(),
        "destination 4915112345678 does not begin with 11, 12, 13, 14, 15, 16, 17, 18 or 1 more");
  }

  @Test
  void regularExpressionsMatchTheWhole() {
    fits("destination-regex = \"4915.*\"", Tables.message());
    fits("destination-regex = [\"1.*\", \"49\\\\d{11}\"]", Tables.message());
    fits("source-regex = \"AC(ME|DC)\"", Tables.message());
    fitsNot(
        "destination-regex = \"4915\"",
        Tables.message(),
        "destination 4915112345678 does not match [4915]");
    fitsNot("source-regex = acme", Tables.message(), "source ACME does not match [acme]");
  }

  @Test
  void countries() {
    fits("country = [FR, de]", Tables.message());
    fits("country = CA", Tables.message().to("16132345678"));
    fits("country = US", Tables.message().to("12015550123"));
    // Several countries share 44; the number is none of a smaller one.
    fits("country = GB", Tables.message().to("447400123456"));
    fitsNot(
        "country = US",
        Tables.message().to("16132345678"),
        "country of the destination is CA, not US");
    fitsNot(
        "country = DE",
        Tables.message().to(2, "015112345678"),
        "country of the destination is empty, not DE");
    // A calling code of no country, and one of nobody.
    fitsNot(
        "country = DE",
        Tables.message().to("88213123456"),
        "country of the destination is empty, not DE");
    fitsNot(
        "country = DE",
        Tables.message().to("99912345678"),
        "country of the destination is empty, not DE");
  }

  @Test
  void numberTypes() {
    fits("number-type = mobile", Tables.message());
    fits("number-type = [mobile, fixed-line]", Tables.message().to("493012345678"));
    fits("number-type = toll-free", Tables.message().to("498001234567"));
    fits("number-type = premium", Tables.message().to("499001234567"));
    fits("number-type = short-code", Tables.message().to(0, "12345"));
    fits("number-type = short-code", Tables.message().to(3, "1234567"));
    fits("number-type = alphanumeric", Tables.message().to(5, "ACME"));
    fits("source-type = alphanumeric", Tables.message());
    fits("source-type = short-code", Tables.message().from(0, "12345"));
    fits("source-type = mobile", Tables.message().from(1, "4915112345678"));
    fits("number-type = unknown", Tables.message().to("4999"));
    fitsNot(
        "number-type = premium",
        Tables.message(),
        "type of the destination is mobile, not premium");
    fitsNot(
        "source-type = [mobile, short-code]",
        Tables.message(),
        "type of the source is alphanumeric, not mobile, short-code");
  }

  @Test
  void whereThePlanDoesNotTellMobilesTheyAreBoth() {
    fits("number-type = mobile", Tables.message().to("12015550123"));
    fits("number-type = fixed-line", Tables.message().to("12015550123"));
    fits("number-type = fixed-line-or-mobile", Tables.message().to("12015550123"));
  }

  @Test
  void networks() {
    tables.write(
        tables.networks(),
        "networks = [",
        "{ mcc = 262, mnc = \"01\", prefix = [\"49151\", \"+49160\"] }",
        "{ mcc = 262, mnc = \"02\", prefix = 4915112 }",
        "]");

    fits("network = 262", Tables.message());
    fits("network = [310, 262-02]", Tables.message());
    fits("network = 262-01", Tables.message().to("4916012345678"));
    fitsNot(
        "network = 262-01", Tables.message(), "network of the destination is 262-02, not 262-01");
    fitsNot(
        "network = 262",
        Tables.message().to("33612345678"),
        "the network of the destination is not known");
  }

  @Test
  void sources() {
    fits("source = [ACM, 49]", Tables.message());
    fits("source = 4915", Tables.message().from(1, "+4915112345678"));
    fitsNot("source = acme", Tables.message(), "source ACME does not begin with acme");
  }

  @Test
  void fieldsOfTheMessage() {
    fits("service-type = [\"\", CMT]", Tables.message());
    fits("service-type = CMT", Tables.message().serviceType("CMT"));
    fits("data-coding = [0x08, 0]", Tables.message().dataCoding(8));
    fits("data-coding = 245", Tables.message().dataCoding(245));
    fits("udh = true", Tables.message().esmClass(0x43));
    fits("udh = false", Tables.message().esmClass(0x03));
    fits("text-octets = 5..5", Tables.message());
    fitsNot("service-type = CMT", Tables.message(), "service_type is empty, not CMT");
    fitsNot(
        "data-coding = [0, 0xF5]", Tables.message().dataCoding(8), "data_coding is 8, not 0, 0xF5");
    fitsNot("udh = true", Tables.message(), "it has no user data header");
    fitsNot("udh = false", Tables.message().esmClass(0x40), "it has a user data header");
    fitsNot("text-octets = 6..140", Tables.message(), "its text has 5 octets, not 6 to 140");
  }

  @Test
  void tlvs() {
    fits("tlv = \"0x1400\"", Tables.message().tlv(0x1400, 1, 2));
    fits("tlv = [\"0x1401\", \"0x1400=0102\"]", Tables.message().tlv(0x1400, 1, 2));
    fits("tlv = \"0x1400:ab\"", Tables.message().tlv(0x1400, 'a', 'b'));
    fits("tlv = \"0x1400=\"", Tables.message().tlv(0x1400));
    fits("tlv = \"source_port=0050\"", Tables.message().tlv(0x020A, 0, 0x50));
    fitsNot(
        "tlv = [\"0x1400=01\", source_port]",
        Tables.message().tlv(0x1400, 1, 2),
        "it has no TLV 0x1400=01, source_port");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          2026-07-01T07:59:59Z, false
          2026-07-01T08:00:00Z, true
          2026-07-01T17:59:59Z, true
          2026-07-01T18:00:00Z, false
          """)
  void hours(String moment, boolean fits) {
    RouteTable table = tables.when("time { from = \"08:00\", to = \"18:00\" }");

    assertThat(Tables.message().at(moment).carrier(table)).isEqualTo(fits ? "a" : "-");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # Friday and Saturday evening, until six in the morning after, in summer time
          2026-07-03T19:59:00Z, false
          2026-07-03T20:00:00Z, true
          2026-07-04T03:59:00Z, true
          2026-07-04T04:00:00Z, false
          2026-07-04T21:00:00Z, true
          2026-07-05T03:00:00Z, true
          2026-07-05T21:00:00Z, false
          2026-07-03T03:00:00Z, false
          # An hour later in winter
          2026-12-04T20:30:00Z, false
          2026-12-04T21:00:00Z, true
          """)
  void nightsBelongToTheDayTheyBeginOn(String moment, boolean fits) {
    RouteTable table =
        tables.when(
            "time { from = \"22:00\", to = \"06:00\", days = [fri, sat], zone = Europe/Berlin }");

    assertThat(Tables.message().at(moment).carrier(table)).isEqualTo(fits ? "a" : "-");
  }

  @Test
  void daysAlone() {
    fits("time { days = wed }", Tables.message().at("2026-07-01T00:00:00Z"));
    fitsNot(
        "time { days = [sat, sun], zone = \"+02:00\" }",
        Tables.message().at("2026-07-01T00:00:00Z"),
        "it is wed 02:00, not 00:00 to 24:00 on sat sun, +02:00");
  }

  @Test
  void shares() {
    fits("percent = 100", Tables.message());
    fitsNot("percent = 0", Tables.message(), "its draw is 66.4 of 100, not below 0");
  }

  @Test
  void allMustHold() {
    fits("account = acme, destination = 49, country = DE", Tables.message());
    fitsNot(
        "account = acme, destination = 49, country = FR",
        Tables.message(),
        "country of the destination is DE, not FR");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # home, TON, as it stands, as rules see it
          DE, 1, 4915112345678, 4915112345678
          DE, 1, 004915112345678, 4915112345678
          DE, 2, 015112345678, 4915112345678
          DE, 2, 15112345678, 4915112345678
          DE, 0, 015112345678, 4915112345678
          DE, 0, 4915112345678, 4915112345678
          DE, 0, 004915112345678, 4915112345678
          DE, 0, +4915112345678, 4915112345678
          DE, 0, 12345, 12345
          IT, 0, 0612345678, 390612345678
          US, 2, 12015550123, 12015550123
          US, 2, 2015550123, 12015550123
          US, 0, 015112345678, 015112345678
          null, 2, 015112345678, 015112345678
          null, 0, 015112345678, 015112345678
          """)
  void nationalNumbersBelongToTheHomeCountry(String home, int ton, String number, String read) {
    tables.home(home);
    RouteTable table = tables.when("destination-regex = \"" + read + "\"");

    assertThat(Tables.message().to(ton, number).carrier(table)).isEqualTo("a");
  }
}
