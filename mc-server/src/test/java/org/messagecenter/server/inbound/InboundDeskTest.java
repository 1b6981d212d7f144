package org.messagecenter.server.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.server.fake.RecordingStore;
import org.messagecenter.server.history.History;
import org.messagecenter.server.inbound.InboundDesk.Result;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.StoreFailure;

/** What becomes of messages that stand alone, and what their carriers are told. */
class InboundDeskTest {
  private static final long NOW = 1_000_000;
  private static final long KEPT = 5000;

  private final RecordingStore store = new RecordingStore();
  private final List<Result> results = new ArrayList<>();
  private @Nullable Dialect north;

  private final InboundDesk desk =
      new InboundDesk(
          store,
          new InboundSettings(
              new NumberTable(
                  List.of(
                      entry("1", Parts.SEPARATE, Set.of()),
                      entry("2", Parts.JOIN, Set.of()),
                      entry("3", Parts.JOIN, Set.of("vote", "голос"))),
                  Samples.book(),
                  null,
                  Parts.SEPARATE),
              CommandStatus.ESME_RX_P_APPN,
              Duration.ofMinutes(1)),
          carrier -> carrier.equals("north") ? north : null,
          KEPT,
          octets -> octets.length,
          new MessageWords(false),
          new RateLimitedLog(1, () -> 0),
          () -> NOW,
          new SimpleMeterRegistry(),
          History.NONE);

  private static NumberEntry entry(String number, Parts parts, Set<String> keywords) {
    return new NumberEntry(
        number,
        false,
        keywords,
        Set.of(),
        new Ownership(Samples.account("acme"), parts, "the test"),
        "the test");
  }

  private void receive(DeliverSm message) {
    desk.receive("north", "", message, results::add);
  }

  private DeliverSm posted() {
    assertThat(store.posted).hasSize(1);
    return Samples.read(store.posted.remove(0).body());
  }

  @Test
  void aMessageIsAnsweredOnceItIsDurable() {
    receive(Samples.text("1", "hello"));
    assertThat(results).isEmpty();
    assertThat(store.posted.get(0).account()).isEqualTo("acme");
    assertThat(store.posted.get(0).kind()).isEqualTo(MailKind.MO);
    assertThat(store.posted.get(0).expiresAt()).isEqualTo(NOW + KEPT);
    assertThat(Samples.gsm(posted())).isEqualTo("hello");
    store.postedDone.get(0).done(true);
    store.postedDone.get(0).failed(StoreFailure.BROKEN);
    assertThat(results).containsExactly(Result.STORED, Result.NOT_STORED);
    assertThat(results.stream().map(desk::status))
        .containsExactly(CommandStatus.ESME_ROK, CommandStatus.ESME_RX_T_APPN);
  }

  @Test
  void nobodysMessageIsRefusedAsConfigured() {
    receive(Samples.text("9", "hello"));
    receive(Samples.text("3", "hello"));
    assertThat(results).containsExactly(Result.NO_OWNER, Result.NO_OWNER);
    assertThat(desk.status(Result.NO_OWNER)).isEqualTo(CommandStatus.ESME_RX_P_APPN);
    assertThat(store.asked).isEmpty();
  }

  @Test
  void keywordsAreReadInTheCarriersAlphabet() {
    north = Dialect.of(Alphabet.LATIN1);
    receive(Samples.message("3", 0, 8, Samples.octets(Alphabet.UCS2, "Голос 7"), Tlvs.EMPTY));
    receive(
        Samples.message(
            "3",
            0,
            0,
            Octets.EMPTY,
            Tlvs.EMPTY.with(TlvTag.MESSAGE_PAYLOAD, Samples.octets(Alphabet.LATIN1, "Vote 7"))));
    assertThat(store.posted).hasSize(2);
  }

  @Test
  void aPartThatStandsAloneGoesOutAlone() {
    receive(Samples.part("1", 7, 2, 2, "world"));
    receive(Samples.part("2", 7, 1, 1, "one of one"));
    assertThat(store.take()).containsExactly("post MO to acme", "post MO to acme");
  }

  @Test
  void aPartThatWaitsIsAMessageOfTheStore() {
    receive(Samples.part("2", 7, 2, 2, "world"));
    assertThat(store.take().get(0)).startsWith("acceptOnce").endsWith("since 940000");
    assertThat(store.accepted.get(0).get(0).dueAt()).isEqualTo(NOW + 60_000);
    store.acceptances.get(0).refused(StoreFailure.FULL, null);
    store.acceptances.get(0).repeated(1, "1", null);
    assertThat(results).containsExactly(Result.NOT_STORED, Result.STORED);
    assertThat(store.take()).as("nothing new to look for").isEmpty();
  }

  @Test
  void onlyTheFirstPartCanBeRefusedForItsKeyword() {
    receive(Samples.part("3", 7, 2, 1, "hello"));
    assertThat(results).containsExactly(Result.NO_OWNER);
    receive(Samples.part("3", 7, 2, 2, "hello"));
    assertThat(store.take()).hasSize(1);
  }

  @Test
  void aTextIsTranslatedWhereTheSameOctetsWouldMeanAnother() {
    north = Dialect.of(Alphabet.LATIN1);
    receive(Samples.message("1", 0, 0, Samples.octets(Alphabet.LATIN1, "für @"), Tlvs.EMPTY));
    DeliverSm translated = posted();
    assertThat(Samples.gsm(translated)).isEqualTo("für @");
    assertThat(translated.dataCoding()).isZero();

    receive(Samples.message("1", 0, 0, Samples.octets(Alphabet.LATIN1, "¼ l"), Tlvs.EMPTY));
    DeliverSm wide = posted();
    assertThat(MessageText.decode(Alphabet.UCS2, wide.text())).isEqualTo("¼ l");
    assertThat(wide.dataCoding()).isEqualTo(8);

    receive(Samples.message("1", 0, 4, Octets.of(new byte[] {0, 1}), Tlvs.EMPTY));
    assertThat(posted().text()).isEqualTo(Octets.of(new byte[] {0, 1}));
  }

  @Test
  void aTranslatedPartKeepsItsHeaderAndAPayloadItsPlace() {
    north = Dialect.of(Alphabet.LATIN1);
    receive(Samples.part("1", 7, 2, 2, 0, Samples.octets(Alphabet.LATIN1, "ä@")));
    DeliverSm part = posted();
    assertThat(part.esmClass()).isEqualTo(0x40);
    InboundDesk.Place place = InboundDesk.Place.of(part);
    assertThat(place).isNotNull();
    assertThat(place.which().number()).isEqualTo(2);
    assertThat(place.data().text(Alphabet.GSM7)).isEqualTo("ä@");

    receive(
        Samples.message(
            "1",
            0,
            0,
            Octets.EMPTY,
            Tlvs.EMPTY.with(TlvTag.MESSAGE_PAYLOAD, Samples.octets(Alphabet.LATIN1, "ä@"))));
    DeliverSm payload = posted();
    assertThat(payload.shortMessage().isEmpty()).isTrue();
    assertThat(Samples.gsm(payload)).isEqualTo("ä@");
  }

  @Test
  void whatTheSimulatedNetworkBringsStaysAsItIs() {
    north = Dialect.of(Alphabet.LATIN1);
    DeliverSm message =
        Samples.message("1", 0, 0, Samples.octets(Alphabet.LATIN1, "für"), Tlvs.EMPTY);
    desk.receive(message, results::add);
    assertThat(posted().text()).isEqualTo(message.text());
  }
}
