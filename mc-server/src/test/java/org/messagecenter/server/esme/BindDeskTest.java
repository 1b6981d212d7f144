package org.messagecenter.server.esme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RALYBND;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RBINDFAIL;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVPASWD;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVSYSID;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RSYSERR;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.pdu.Bind;
import org.messagecenter.protocol.pdu.BindReceiver;
import org.messagecenter.protocol.pdu.BindResp;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.BindTransmitter;
import org.messagecenter.protocol.pdu.Unbind;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.esme.EsmeServer.Client;

/** Binds over real connections, and what is answered. */
class BindDeskTest {
  private static final Set<BindType> ALL = EnumSet.allOf(BindType.class);
  private static final Policy SECRETIVE = policy(Policy.AS_BOUND, false);
  private static final Policy OLD = policy(0x33, true);

  private EsmeServer server;
  private Client client;

  private static EsmeServer server(boolean tellReason) throws IOException {
    return new EsmeServer(
        List.of(
            EsmeServer.account("demo", ALL, 0, Policy.USUAL),
            EsmeServer.account("single", ALL, 1, Policy.USUAL),
            EsmeServer.account("sender", EnumSet.of(BindType.TRANSMITTER), 0, Policy.USUAL),
            EsmeServer.account("secretive", ALL, 0, SECRETIVE),
            EsmeServer.account("old", ALL, 0, OLD)),
        tellReason,
        Map.of(CommandId.SUBMIT_SM, (channel, account, request) -> {}));
  }

  private static Policy policy(int version, boolean announce) {
    Policy usual = Policy.USUAL;
    return new Policy(
        version,
        announce,
        usual.answers(),
        usual.dialects(),
        usual.serviceTypes(),
        usual.defaultSource(),
        usual.longestMessage(),
        usual.accepted(),
        usual.receipts(),
        usual.receiptHome(),
        usual.duplicates(),
        usual.outbound());
  }

  @BeforeEach
  void start() throws IOException {
    server = server(true);
    client = server.connect();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static Bind bind(String systemId, String password) {
    return new BindTransceiver(systemId, password, "", 0x34, 0, 0, "");
  }

  /** The status with which a bind is answered. */
  private static @Nullable CommandStatus answer(Client to, Bind bind) throws IOException {
    to.send(bind, 1);
    return CommandStatus.of(to.readPacket().commandStatus());
  }

  @Test
  void eachKindOfBindIsAnsweredByItsOwnResponseWithOurName() throws IOException {
    client.send(bind("demo", "secret"), 7);
    assertThat(client.readPacket().pdu())
        .isInstanceOfSatisfying(
            BindResp.class, response -> assertThat(response.systemId()).isEqualTo("mc"));
    Client receiver = server.connect();
    receiver.send(new BindReceiver("demo", "secret", "", 0x34, 0, 0, ""), 8);
    assertThat(receiver.read()).isEqualTo("bind_receiver_resp 0 8");
    Client transmitter = server.connect();
    transmitter.send(new BindTransmitter("demo", "secret", "", 0x34, 0, 0, ""), 9);
    assertThat(transmitter.read()).isEqualTo("bind_transmitter_resp 0 9");
    assertThat(server.sessions.count("demo")).isEqualTo(3);
    assertThat(server.sessions.receivers("demo")).isEqualTo(2);
  }

  @Test
  void wrongCredentialsAreToldPreciselyIfSet() throws IOException {
    assertThat(answer(client, bind("nobody", "secret"))).isEqualTo(ESME_RINVSYSID);
    assertThat(answer(client, bind("demo", "wrong"))).isEqualTo(ESME_RINVPASWD);
    assertThat(server.refused("esme_rinvsysid")).isEqualTo(1);
    assertThat(server.refused("esme_rinvpaswd")).isEqualTo(1);
    assertThat(server.sessions.total()).isZero();
  }

  @Test
  void elseNobodyLearnsWhichOfThemIsWrong() throws IOException {
    try (EsmeServer secretive = server(false)) {
      Client other = secretive.connect();
      assertThat(answer(other, bind("nobody", "secret"))).isEqualTo(ESME_RBINDFAIL);
      assertThat(answer(other, bind("demo", "wrong"))).isEqualTo(ESME_RBINDFAIL);
    }
  }

  @Test
  void whoWasRefusedMayTryAgainOnTheSameConnection() throws IOException {
    assertThat(answer(client, bind("demo", "wrong"))).isEqualTo(ESME_RINVPASWD);
    client.send(bind("demo", "secret"), 2);
    assertThat(client.read()).isEqualTo("bind_transceiver_resp 0 2");
  }

  @Test
  void aKindOfBindThatTheAccountDoesNotHaveIsRefused() throws IOException {
    assertThat(answer(client, bind("sender", "secret"))).isEqualTo(ESME_RBINDFAIL);
    client.send(new BindTransmitter("sender", "secret", "", 0x34, 0, 0, ""), 2);
    assertThat(client.read()).isEqualTo("bind_transmitter_resp 0 2");
  }

  @Test
  void noMoreBindsThanTheAccountMayHave() throws IOException {
    client.send(bind("single", "secret"), 1);
    assertThat(client.read()).isEqualTo("bind_transceiver_resp 0 1");
    Client second = server.connect();
    assertThat(answer(second, bind("single", "secret"))).isEqualTo(ESME_RALYBND);
    assertThat(answer(second, bind("demo", "secret"))).isEqualTo(CommandStatus.ESME_ROK);
  }

  @Test
  void anUnboundSessionLeavesItsPlaceToTheNext() throws IOException {
    client.send(bind("single", "secret"), 1);
    assertThat(client.read()).isEqualTo("bind_transceiver_resp 0 1");
    client.send(new Unbind(), 2);
    assertThat(client.read()).isEqualTo("unbind_resp 0 2");
    // The one event loop closes the session behind that answer, before it reads this.
    assertThat(answer(server.connect(), bind("single", "secret")))
        .isEqualTo(CommandStatus.ESME_ROK);
  }

  @Test
  void whileItStopsNobodyGetsIn() throws IOException {
    server.binds.drain();
    assertThat(answer(client, bind("demo", "secret"))).isEqualTo(ESME_RSYSERR);
    assertThat(server.refused("esme_rsyserr")).isEqualTo(1);
  }

  @Test
  void ourVersionIsNamedUnlessTheAccountIsNotToKnow() throws IOException {
    client.send(bind("demo", "secret"), 1);
    assertThat(((BindResp) client.readPacket().pdu()).tlvs().has(TlvTag.SC_INTERFACE_VERSION))
        .isTrue();
    Client other = server.connect();
    other.send(bind("secretive", "secret"), 1);
    assertThat(((BindResp) other.readPacket().pdu()).tlvs().has(TlvTag.SC_INTERFACE_VERSION))
        .isFalse();
  }

  @Test
  void anAccountsVersionTakesThePlaceOfTheOneItNames() throws IOException {
    client.send(bind("old", "secret"), 1);
    assertThat(client.readPacket().commandStatus()).isZero();
    assertThat(server.sessions.all())
        .singleElement()
        .satisfies(session -> assertThat(session.channel().interfaceVersion()).isEqualTo(0x33));
  }
}
