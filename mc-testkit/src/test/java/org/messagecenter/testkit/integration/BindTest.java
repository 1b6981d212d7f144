package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.InterfaceVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.NegativeAnswer;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.RunningMessageCenter;
import org.messagecenter.testkit.Submission;

/** Who may bind, how, and what a bind may then do. */
class BindTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ESME_RINVBNDSTS = 0x04;
  private static final int ESME_RALYBND = 0x05;
  private static final int ESME_RBINDFAIL = 0x0D;
  private static final int ESME_RINVPASWD = 0x0E;
  private static final int ESME_RINVSYSID = 0x0F;

  @SuppressWarnings("NullAway.Init")
  private static MessageCenterProcess center;

  @BeforeAll
  static void start() throws IOException {
    center = MessageCenterProcess.usual().start();
  }

  @AfterAll
  static void stop() {
    center.close();
  }

  @ParameterizedTest
  @EnumSource(BindType.class)
  void bindsOverTls(BindType type) throws IOException {
    try (JsmppEsme esme = center.esme().type(type).bind()) {
      assertThat(esme.isBound()).isTrue();
      assertThat(esme.messageCenterId()).isEqualTo("messagecenter");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = InterfaceVersion.class,
      names = {"IF_34", "IF_50"})
  void speaksBothVersions(InterfaceVersion version) throws IOException {
    try (JsmppEsme esme = center.esme().version(version).bind()) {
      assertThat(esme.submit(Submission.to("491701234567"))).hasSize(32);
    }
  }

  @Test
  void bindsWithoutTlsOnThePlainPort() throws IOException {
    try (JsmppEsme esme =
        JsmppEsme.to(RunningMessageCenter.HOST, center.port()).as("demo", "secret").bind()) {
      assertThat(esme.isBound()).isTrue();
    }
  }

  @Test
  void oneSetOfCredentialsServesManyBinds() throws IOException {
    try (JsmppEsme one = center.esme().bind();
        JsmppEsme two = center.esme().type(BindType.BIND_TX).bind();
        JsmppEsme three = center.esme().type(BindType.BIND_RX).bind()) {
      assertThat(List.of(one.isBound(), two.isBound(), three.isBound())).containsOnly(true);
    }
  }

  @Test
  void refusesAnUnknownSystemId() throws IOException {
    assertThatThrownBy(() -> center.esme().as("nobody", "secret").bind())
        .isInstanceOfSatisfying(
            NegativeAnswer.class, e -> assertThat(e.status()).isEqualTo(ESME_RINVSYSID));
  }

  @Test
  void refusesAWrongPassword() throws IOException {
    assertThatThrownBy(() -> center.esme().as("demo", "wrong").bind())
        .isInstanceOfSatisfying(
            NegativeAnswer.class, e -> assertThat(e.status()).isEqualTo(ESME_RINVPASWD));
  }

  @Test
  void refusesFieldsThatAreTooLongWithTheirOwnStatus() throws IOException {
    try (RawSmpp peer = RawSmpp.connect(RunningMessageCenter.HOST, center.port())) {
      RawPdu password =
          peer.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo", "secret789"), SOON);
      RawPdu systemId =
          peer.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 2, "sixteen-letters-", "s"), SOON);

      assertThat(password.status()).isEqualTo(ESME_RINVPASWD);
      assertThat(systemId.status()).isEqualTo(ESME_RINVSYSID);
    }
  }

  @Test
  void answersBothWithBindFailWhenAskedTo() throws IOException {
    try (MessageCenterProcess silent =
        MessageCenterProcess.with("accounts.authentication.tell-reason", "false").start()) {
      for (String systemId : List.of("nobody", "demo")) {
        assertThatThrownBy(() -> silent.esme().as(systemId, "wrong").bind())
            .isInstanceOfSatisfying(
                NegativeAnswer.class, e -> assertThat(e.status()).isEqualTo(ESME_RBINDFAIL));
      }
    }
  }

  @Test
  void aReceiverMayNotSubmit() throws IOException {
    try (RawSmpp peer = RawSmpp.connect(RunningMessageCenter.HOST, center.port())) {
      RawPdu bound = peer.exchange(RawPdu.bind(RawPdu.BIND_RECEIVER, 1, "demo", "secret"), SOON);
      RawPdu refused = peer.exchange(RawPdu.submit(2, "4917", 0, "hi"), SOON);

      assertThat(bound.status()).isZero();
      assertThat(refused.commandId()).isEqualTo(RawPdu.SUBMIT_SM | RawPdu.RESPONSE);
      assertThat(refused.status()).isEqualTo(ESME_RINVBNDSTS);
    }
  }

  @Test
  void aSecondBindOnASessionIsRefused() throws IOException {
    try (RawSmpp peer = RawSmpp.connect(RunningMessageCenter.HOST, center.port())) {
      peer.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo", "secret"), SOON);
      RawPdu again = peer.exchange(RawPdu.bind(RawPdu.BIND_RECEIVER, 2, "demo", "secret"), SOON);

      assertThat(again.commandId()).isEqualTo(RawPdu.BIND_RECEIVER | RawPdu.RESPONSE);
      assertThat(again.status()).isEqualTo(ESME_RALYBND);
      assertThat(again.sequence()).isEqualTo(2);
    }
  }

  @Test
  void unbindIsAnsweredThenTheConnectionCloses() throws IOException {
    try (RawSmpp peer = RawSmpp.connect(RunningMessageCenter.HOST, center.port())) {
      peer.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo", "secret"), SOON);
      RawPdu unbound = peer.exchange(RawPdu.request(RawPdu.UNBIND, 2), SOON);

      assertThat(unbound.commandId()).isEqualTo(RawPdu.UNBIND | RawPdu.RESPONSE);
      assertThat(unbound.status()).isZero();
      assertThat(peer.closesWithin(SOON)).isTrue();
    }
  }

  @Test
  void whoDoesNotBindIsCut() throws IOException {
    try (MessageCenterProcess hasty =
            MessageCenterProcess.with("session.session-init", "300ms").start();
        RawSmpp neverBinds = RawSmpp.connect(RunningMessageCenter.HOST, hasty.port())) {
      assertThat(neverBinds.closesWithin(SOON)).isTrue();
    }
  }

  @Test
  void whoIsSilentIsAskedAndThenCut() throws IOException {
    try (MessageCenterProcess hasty =
            MessageCenterProcess.with("session.enquire-link", "300ms")
                .with("session.response", "300ms")
                .start();
        RawSmpp goesSilent = RawSmpp.connect(RunningMessageCenter.HOST, hasty.port())) {
      goesSilent.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo", "secret"), SOON);
      RawPdu enquiry = goesSilent.read(SOON);

      assertThat(enquiry.commandId()).isEqualTo(RawPdu.ENQUIRE_LINK);
      assertThat(goesSilent.closesWithin(SOON)).isTrue();
    }
  }
}
