package org.messagecenter.server.mailbox;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.listen.RequestPort;

/** A connection that keeps what it is to send. */
final class FakePort implements RequestPort {
  final List<byte[]> sent = new ArrayList<>();
  final List<Object> contexts = new ArrayList<>();
  final List<CloseReason> cuts = new ArrayList<>();
  int version = 0x34;
  boolean accepts = true;
  boolean broken;
  boolean congested;
  long bindId;
  private final @Nullable Lane lane;

  FakePort(@Nullable Lane lane) {
    this.lane = lane;
  }

  @Override
  public Lane lane() {
    if (lane == null) {
      throw new IllegalStateException("no lane in this test");
    }
    return lane;
  }

  @Override
  public int interfaceVersion() {
    return version;
  }

  @Override
  public long bindId() {
    return bindId;
  }

  @Override
  public boolean congested() {
    return congested;
  }

  @Override
  public void respond(Packet request, Pdu response, CommandStatus status) {
    throw new UnsupportedOperationException("mail answers nothing");
  }

  @Override
  public boolean request(CommandId command, byte[] body, Object context) {
    if (broken) {
      throw new IllegalStateException("meant to fail");
    }
    if (accepts) {
      sent.add(body);
      contexts.add(context);
    }
    return accepts;
  }

  @Override
  public void unbind() {}

  @Override
  public void cut(CloseReason reason) {
    cuts.add(reason);
  }
}
