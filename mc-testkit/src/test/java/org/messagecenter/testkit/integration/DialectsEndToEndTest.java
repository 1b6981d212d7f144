package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.CarrierIds;
import org.messagecenter.testkit.JsmppCarrier;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.ReceiptPlan;
import org.messagecenter.testkit.ReceiptStyle;
import org.messagecenter.testkit.ReceivedMessage;

/**
 * Carriers that write ids and receipts in ways of their own: each message gets exactly one receipt,
 * and no receipt of a carrier is left over.
 */
class DialectsEndToEndTest {
  private static final int MESSAGES = 300;
  private static final int MESSAGES_TOGETHER = 100;
  private static final String RECEIPTS = "mc.correlate.receipts";
  private static final ReceiptStyle BY_TEXT = ReceiptStyle.delivered().withoutTlvs();

  /** What is particular about a carrier; its place makes its name and its numbers. */
  @SuppressWarnings({"ImmutableEnumChecker", "EnumOrdinal"}) // Styles and plans never change.
  enum Kind {
    HEX_THEN_DECIMAL(CarrierIds.hexThenDecimal(), plan(BY_TEXT), "hex-decimal"),
    DECIMAL_THEN_HEX(CarrierIds.decimalThenHex(), plan(ReceiptStyle.delivered()), "decimal-hex"),
    PADDED_IN_THE_RECEIPT(CarrierIds.paddedInReceipt(), plan(BY_TEXT), "restcomm"),
    PADDED_IN_THE_RESPONSE(
        new CarrierIds("%012d"::formatted, Long::toString), plan(BY_TEXT), "restcomm"),
    CAPITALS_IN_THE_RESPONSE(CarrierIds.upperThenLower(), plan(BY_TEXT), null, "case = ignore"),
    PREFIX_IN_THE_RESPONSE(
        new CarrierIds(n -> "mt-" + n, Long::toString),
        plan(ReceiptStyle.delivered()),
        null,
        "response-prefix = \"mt-\""),
    RECEIPT_BEFORE_THE_RESPONSE(
        CarrierIds.hex(), plan(ReceiptStyle.delivered()).beforeResponse(), null),
    UUIDS(CarrierIds.uuid(), plan(ReceiptStyle.delivered()), "8x8"),
    ON_ANOTHER_BIND(CarrierIds.hex(), plan(ReceiptStyle.delivered()).onAnotherBind(), null),
    BEFORE_THE_RESPONSE_ON_ANOTHER_BIND(
        CarrierIds.hexThenDecimal(), plan(BY_TEXT).beforeResponse().onAnotherBind(), "hex-decimal"),
    TWICE(CarrierIds.hex(), plan(ReceiptStyle.delivered()).times(2), null),
    IN_DATA_SM(CarrierIds.hex(), plan(ReceiptStyle.delivered().inDataSm()), null),
    IN_PAYLOAD(CarrierIds.uuid(), plan(BY_TEXT.inPayload()), null),
    TLVS_WITHOUT_TEXT(
        CarrierIds.decimalThenHex(),
        plan(ReceiptStyle.delivered().text(submit -> "")),
        "decimal-hex"),
    OUT_OF_ORDER(CarrierIds.hex(), plan(ReceiptStyle.delivered()).shuffled(50, 5), null);

    final CarrierIds ids;
    final ReceiptPlan plan;
    final @Nullable String dialect;
    final List<String> id;

    Kind(CarrierIds ids, ReceiptPlan plan, @Nullable String dialect, String... id) {
      this.ids = ids;
      this.plan = plan;
      this.dialect = dialect;
      this.id = List.of(id);
    }

    private static ReceiptPlan plan(ReceiptStyle style) {
      return ReceiptPlan.of(style).parallel(4);
    }

    /** How often it sends each receipt. */
    int times() {
      return this == TWICE ? 2 : 1;
    }

    String carrier() {
      return "c" + ordinal();
    }

    /** The number that messages to it begin with. */
    String prefix() {
      return "49%02d".formatted(ordinal());
    }

    JsmppCarrier listen() throws IOException {
      return JsmppCarrier.plain().numbering(ids).receipting(plan);
    }

    void join(Relay relay, int port) {
      List<String> keys = new ArrayList<>(List.of("binds = 2, window = 100"));
      if (dialect != null) {
        relay.dialect(dialect);
        keys.add("dialect = " + dialect);
      }
      if (!id.isEmpty()) {
        keys.add("dialect-settings { id { " + String.join(", ", id) + " } }");
      }
      relay.carrier(carrier(), port, keys.toArray(String[]::new));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyReceiptComesHomeOnce(Kind kind) throws Exception {
    try (JsmppCarrier carrier = kind.listen()) {
      Relay relay = patient().routeTo(kind.carrier());
      kind.join(relay, carrier.port());
      try (MessageCenterServer center = relay.start();
          JsmppEsme esme = center.plainEsme("demo", "secret").bind()) {
        Relay.awaitBinds(center, kind.carrier(), 2);
        List<String> ids =
            Relay.submitAll(
                esme, MESSAGES, n -> Relay.message(kind.prefix() + "%06d".formatted(n)));
        List<ReceivedMessage> receipts = esme.delivered().take(MESSAGES, Relay.SOON);
        assertThat(Relay.ids(receipts, "DELIVRD")).containsExactlyInAnyOrderElementsOf(ids);
        Await.until("no receipt is owed", Relay.SOON, () -> carrier.receiptsOwed() == 0);
        assertThat(carrier.taken()).hasSize(MESSAGES);
        assertThat(carrier.receiptAnswers())
            .hasSize(MESSAGES * kind.times())
            .allMatch(answer -> answer.status() == 0);
        assertCounted(center, MESSAGES, MESSAGES * (kind.times() - 1L));
        assertThat(Relay.ask(center.home(), "orphan", "list", kind.carrier())).hasSize(1);
        esme.delivered().expectNone(Relay.A_WHILE);
      }
    }
  }

  /** However late a response is, the receipt that overtook it waits. */
  private static Relay patient() {
    return Relay.begin().with("receipt-matching.early", "5m");
  }

  private static void assertCounted(MessageCenterServer center, long matched, long duplicates) {
    assertThat(Relay.count(center, RECEIPTS, "result", "matched")).isEqualTo(matched);
    assertThat(Relay.count(center, RECEIPTS, "result", "duplicate")).isEqualTo(duplicates);
    for (String other :
        List.of("again", "late", "contradicting", "unknown", "unreadable", "postponed")) {
      assertThat(Relay.count(center, RECEIPTS, "result", other)).as(other).isZero();
    }
    assertThat(center.meters().get("mc.correlate.orphans").gauge().value()).isZero();
  }

  /** Most of them give the same ids, so each id is known by its carrier alone. */
  @Test
  void allOfThemAtOnce() throws Exception {
    Relay relay = patient();
    Map<Kind, JsmppCarrier> carriers = new HashMap<>();
    List<String> rules = new ArrayList<>();
    try {
      for (Kind kind : Kind.values()) {
        JsmppCarrier carrier = kind.listen();
        carriers.put(kind, carrier);
        kind.join(relay, carrier.port());
        rules.add(
            "{ name = %s, when { destination = %s }, to = %s }"
                .formatted(kind, kind.prefix(), kind.carrier()));
      }
      relay.routes("rules = [" + String.join("\n", rules) + "]");
      try (MessageCenterServer center = relay.start();
          JsmppEsme esme = center.plainEsme("demo", "secret").bind()) {
        for (Kind kind : Kind.values()) {
          Relay.awaitBinds(center, kind.carrier(), 2);
        }
        int all = MESSAGES_TOGETHER * Kind.values().length;
        List<String> ids =
            Relay.submitAll(
                esme,
                all,
                n ->
                    Relay.message(
                        Kind.values()[n % Kind.values().length].prefix() + "%06d".formatted(n)));
        List<ReceivedMessage> receipts = esme.delivered().take(all, Relay.SOON);
        assertThat(Relay.ids(receipts, "DELIVRD")).containsExactlyInAnyOrderElementsOf(ids);
        for (Kind kind : Kind.values()) {
          JsmppCarrier carrier = Objects.requireNonNull(carriers.get(kind));
          Await.until("no receipt is owed", Relay.SOON, () -> carrier.receiptsOwed() == 0);
          assertThat(carrier.taken())
              .hasSize(MESSAGES_TOGETHER)
              .allMatch(each -> each.message().destination().digits().startsWith(kind.prefix()));
        }
        assertCounted(center, all, MESSAGES_TOGETHER);
      }
    } finally {
      for (JsmppCarrier carrier : carriers.values()) {
        carrier.close();
      }
    }
  }
}
