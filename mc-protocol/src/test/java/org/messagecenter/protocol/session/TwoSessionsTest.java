package org.messagecenter.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.spec.CommandId;

/** An ESME and a message center talk through an ordered pipe, by a seeded script of accidents. */
class TwoSessionsTest {
  private static final int WINDOW = 5;
  private static final SessionSettings SETTINGS =
      new SessionSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(3),
          Duration.ZERO,
          Duration.ofSeconds(5),
          new SessionLimits(WINDOW, 0, InboundExcess.THROTTLE),
          0x50);

  private long now = 1;
  private final Random random = new Random();

  /** One end of the pipe: what it sends queues for the other. */
  private final class Side implements SessionSink {
    final Session session;
    final ArrayDeque<Packet> toPeer = new ArrayDeque<>();
    final ArrayDeque<Packet> toAnswer = new ArrayDeque<>();
    final Set<Object> open = new HashSet<>();
    int made;
    int ended;
    boolean closed;

    Side(Role role) {
      session = new Session(role, SETTINGS, now);
    }

    @Override
    public void send(Pdu pdu, int commandStatus, int sequence) {
      assertThat(closed).as("nothing is sent after the close").isFalse();
      toPeer.add(new Packet(pdu, commandStatus, sequence, Octets.EMPTY));
    }

    @Override
    public void deliver(Packet request) {
      assertThat(request.pdu().commandId().isResponse()).isFalse();
      toAnswer.add(request);
    }

    @Override
    public void answered(Object context, Packet response) {
      end(context);
    }

    @Override
    public void unanswered(Object context, CommandId request) {
      end(context);
    }

    @Override
    public void malformed(BadPdu bad, int statusAnswered) {
      throw new AssertionError("nothing malformed is sent here");
    }

    @Override
    public void close(CloseReason reason) {
      assertThat(closed).isFalse();
      closed = true;
    }

    private void end(Object context) {
      assertThat(open.remove(context)).as("each request ends once").isTrue();
      ended++;
    }

    void request(CommandId command) {
      Object context = new Object();
      open.add(context);
      if (session.request(PduTable.blank(command), context, now, this)) {
        made++;
      } else {
        open.remove(context);
      }
      assertThat(session.outstanding()).isLessThanOrEqualTo(WINDOW);
    }

    void answerOne() {
      Packet request = toAnswer.poll();
      if (request == null) {
        return;
      }
      CommandId command = request.pdu().commandId();
      if (command == CommandId.BIND_TRANSCEIVER) {
        session.acceptBind(request, "mc", now, this);
      } else {
        session.respond(request, PduTable.blank(command.response()), 0, now, this);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyRequestEndsOnceAndWindowsHold(long seed) {
    random.setSeed(seed);
    Side esme = new Side(Role.ESME);
    Side mc = new Side(Role.MC);
    esme.open.add("bind");
    esme.session.request(
        new BindTransceiver("demo", "secret", "", 0x50, 0, 0, ""), "bind", now, esme);
    esme.made++;
    for (int i = 0; i < 5000 && !(esme.closed && mc.closed); i++) {
      step(esme, mc);
    }
    esme.session.peerClosed(now, esme);
    mc.session.peerClosed(now, mc);

    assertThat(esme.open).isEmpty();
    assertThat(mc.open).isEmpty();
    assertThat(esme.ended).isEqualTo(esme.made);
    assertThat(mc.ended).isEqualTo(mc.made);
    assertThat(esme.made + mc.made).isGreaterThan(10);
  }

  private void step(Side esme, Side mc) {
    Side one = random.nextBoolean() ? esme : mc;
    Side other = one == esme ? mc : esme;
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> one.request(one == esme ? CommandId.SUBMIT_SM : CommandId.DELIVER_SM);
      case 3, 4, 5, 6 -> {
        Packet packet = one.toPeer.poll();
        if (packet != null && !other.closed) {
          other.session.on(packet, now, other);
        }
      }
      case 7, 8, 9 -> one.answerOne();
      case 10 -> {
        now += random.nextInt(800) * 1_000_000L;
        esme.session.tick(now, esme);
        mc.session.tick(now, mc);
      }
      default -> {
        // A request that is never answered.
        if (random.nextInt(20) == 0) {
          one.toAnswer.poll();
        }
      }
    }
  }
}
