package org.messagecenter.server.listen;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Bind;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.session.SessionLimits;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** Accepts every bind, writes down what it is told, and answers requests when the test says so. */
final class RecordingHandler implements SessionHandler {
  final List<String> events = new ArrayList<>();
  final List<Packet> unanswered = new ArrayList<>();
  final List<SmppChannel> channels = new ArrayList<>();
  SessionLimits limits = SessionLimits.defaults();
  boolean answersAtOnce = true;

  synchronized List<String> take() {
    List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  private synchronized void add(String event) {
    events.add(event);
  }

  void answerOldest(SmppChannel channel) {
    answer(channel, unanswered.remove(0));
  }

  private static void answer(SmppChannel channel, Packet request) {
    CommandId response = request.pdu().commandId().response();
    channel.respond(request, PduTable.blank(response), CommandStatus.ESME_ROK);
  }

  @Override
  public void turnedAway(String peer, TurnedAway reason) {
    add("turned away " + peer.substring(0, peer.lastIndexOf(':')) + " " + reason);
  }

  @Override
  public void opened(SmppChannel channel) {
    synchronized (this) {
      channels.add(channel);
    }
    add("opened");
  }

  @Override
  public void requested(SmppChannel channel, Packet request) {
    add(request.pdu().commandId().wireName() + " " + request.sequence());
    if (request.pdu() instanceof Bind) {
      channel.acceptBind(request, "mc", limits);
    } else if (answersAtOnce) {
      answer(channel, request);
    } else {
      unanswered.add(request);
    }
  }

  @Override
  public void answered(SmppChannel channel, Object context, Packet response) {
    add("answered " + context);
  }

  @Override
  public void unanswered(SmppChannel channel, Object context, CommandId request, boolean timedOut) {
    add("unanswered " + context + (timedOut ? " in time" : ""));
  }

  @Override
  public void malformed(SmppChannel channel, BadPdu bad, int statusAnswered) {
    add("malformed " + statusAnswered);
  }

  @Override
  public void readComplete(SmppChannel channel) {}

  @Override
  public void drained(SmppChannel channel) {
    add("drained");
  }

  @Override
  public void closed(SmppChannel channel, CloseReason reason, @Nullable Throwable cause) {
    add("closed " + reason);
  }
}
