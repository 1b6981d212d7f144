package org.messagecenter.server.esme;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.CancelSmResp;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.pdu.ReplaceSmResp;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.Policy;

/** Desks that throw, behind real connections: every request is answered once, and others served. */
class EsmeDeskTest {
  private static final Map<CommandId, RequestDesk> DESKS =
      Map.of(
          CommandId.SUBMIT_SM,
          (channel, account, request) -> {
            throw new IllegalStateException("meant to fail");
          },
          CommandId.REPLACE_SM,
          (channel, account, request) -> {
            channel.respond(request, new ReplaceSmResp(), CommandStatus.ESME_RREPLACEFAIL);
            throw new IllegalStateException("meant to fail");
          },
          CommandId.CANCEL_SM,
          (channel, account, request) ->
              channel.respond(request, new CancelSmResp(), CommandStatus.ESME_ROK));

  private EsmeServer server;
  private EsmeServer.Client client;

  @BeforeEach
  void bind() throws IOException {
    server =
        new EsmeServer(
            List.of(EsmeServer.account("demo", Set.of(BindType.TRANSCEIVER), 0, Policy.USUAL)),
            true,
            DESKS);
    client = server.connect();
    client.send(new BindTransceiver("demo", "secret", "", 0x34, 0, 0, ""), 1);
    assertThat(client.read()).isEqualTo("bind_transceiver_resp 0 1");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aDeskThatThrowsIsASystemErrorAndTheSessionGoesOn() throws IOException {
    for (int sequence = 2; sequence < 20; sequence += 2) {
      client.send(PduTable.blank(CommandId.SUBMIT_SM), sequence);
      client.send(PduTable.blank(CommandId.CANCEL_SM), sequence + 1);
      assertThat(client.read()).isEqualTo("submit_sm_resp 8 " + sequence);
      assertThat(client.read()).isEqualTo("cancel_sm_resp 0 " + (sequence + 1));
    }
  }

  @Test
  void whatWasAnsweredBeforeIsNotAnsweredTwice() throws IOException {
    client.send(PduTable.blank(CommandId.REPLACE_SM), 2);
    client.send(PduTable.blank(CommandId.CANCEL_SM), 3);
    assertThat(client.read())
        .isEqualTo("replace_sm_resp " + CommandStatus.ESME_RREPLACEFAIL.value() + " 2");
    assertThat(client.read()).isEqualTo("cancel_sm_resp 0 3");
  }

  @Test
  void whatTheSessionDoesNotAllowIsAnsweredAndCounted() throws IOException {
    client.send(PduTable.blank(CommandId.DELIVER_SM), 2);
    assertThat(client.read())
        .isEqualTo("deliver_sm_resp " + CommandStatus.ESME_RINVBNDSTS.value() + " 2");
    assertThat(server.registry.get("mc.session.malformed").counters())
        .singleElement()
        .extracting(counter -> counter.getId().getTag("status"))
        .isEqualTo("esme_rinvbndsts");
  }

  /** What 5.0 added is counted as the older peer is told it. */
  @Test
  void aMalformedPduIsCountedAsItWasAnswered() throws IOException {
    ByteBuf cut = Unpooled.buffer();
    // A submit_sm that ends in front of its data_coding.
    PduCodec.encodeRaw(cut, CommandId.SUBMIT_SM, 0, 2, new byte[14], 0, 14);
    client.send(cut);
    assertThat(client.read())
        .isEqualTo("submit_sm_resp " + CommandStatus.ESME_RSUBMITFAIL.value() + " 2");
    assertThat(server.registry.get("mc.session.malformed").counters())
        .singleElement()
        .extracting(counter -> counter.getId().getTag("status"))
        .isEqualTo("esme_rsubmitfail");
  }
}
