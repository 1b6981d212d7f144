package org.messagecenter.server.listen;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
  private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
  final List<Packet> unanswered = new ArrayList<>();
  final List<SmppChannel> channels = new CopyOnWriteArrayList<>();
  SessionLimits limits = SessionLimits.defaults();
  boolean answersAtOnce = true;
  boolean bindsAtOnce = true;

  /** What was told since the last look. */
  List<String> take() {
    List<String> taken = new ArrayList<>();
    events.drainTo(taken);
    return taken;
  }

  /** The next event, as soon as another thread brings it. */
  String next() throws InterruptedException {
    String event = events.poll(60, TimeUnit.SECONDS);
    return event == null ? "nothing" : event;
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
    events.add("turned away " + peer.substring(0, peer.lastIndexOf(':')) + " " + reason);
  }

  @Override
  public void opened(SmppChannel channel) {
    channels.add(channel);
    events.add("opened");
  }

  @Override
  public void requested(SmppChannel channel, Packet request) {
    events.add(request.pdu().commandId().wireName() + " " + request.sequence());
    if (request.pdu() instanceof Bind && bindsAtOnce) {
      channel.acceptBind(request, "mc", limits);
    } else if (answersAtOnce && !(request.pdu() instanceof Bind)) {
      answer(channel, request);
    } else {
      unanswered.add(request);
    }
  }

  @Override
  public void answered(SmppChannel channel, Object context, Packet response) {
    events.add("answered " + context);
  }

  @Override
  public void unanswered(SmppChannel channel, Object context, CommandId request, boolean timedOut) {
    events.add("unanswered " + context + (timedOut ? " in time" : ""));
  }

  @Override
  public void malformed(SmppChannel channel, BadPdu bad, int statusAnswered) {
    events.add("malformed " + statusAnswered);
  }

  @Override
  public void readComplete(SmppChannel channel) {}

  @Override
  public void drained(SmppChannel channel) {
    events.add("drained");
  }

  @Override
  public void closed(SmppChannel channel, CloseReason reason, @Nullable Throwable cause) {
    events.add("closed " + reason);
  }
}
