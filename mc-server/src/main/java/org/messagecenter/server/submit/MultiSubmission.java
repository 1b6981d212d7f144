package org.messagecenter.server.submit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.SubmitMultiResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.pdu.UnsuccessSme;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.LaneTask;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;

/**
 * A submit_multi on its way to its answer: the destinations that passed the checks, kept as one,
 * and those that did not, named in the answer (34:4.5.2).
 */
final class MultiSubmission implements LaneTask, AcceptCallback {
  /** unsuccess_sme has a count of one octet. */
  private static final int MOST_REFUSED = 255;

  private final SubmitDesk desk;
  private final RequestPort channel;
  private final Packet packet;
  private final List<Submission> accepted = new ArrayList<>();
  private final List<UnsuccessSme> refused = new ArrayList<>();
  private @Nullable String messageId;
  private CommandStatus status = CommandStatus.ESME_ROK;

  MultiSubmission(SubmitDesk desk, RequestPort channel, Packet packet) {
    this.desk = desk;
    this.channel = channel;
    this.packet = packet;
  }

  RequestPort channel() {
    return channel;
  }

  Packet packet() {
    return packet;
  }

  Lane lane() {
    return channel.lane();
  }

  List<Submission> accepted() {
    return accepted;
  }

  void accept(Submission submission) {
    accepted.add(submission);
  }

  void refuse(Address destination, CommandStatus why) {
    status = refused.isEmpty() || status == why ? why : CommandStatus.ESME_RSUBMITFAIL;
    if (refused.size() < MOST_REFUSED) {
      refused.add(new UnsuccessSme(destination, why.value()));
    }
  }

  /** What all destinations were refused with: their common status, else ESME_RSUBMITFAIL. */
  CommandStatus commonStatus() {
    return status;
  }

  List<NewMessage> newMessages() {
    return accepted.stream().map(Submission::newMessage).toList();
  }

  /** Where it goes, in the order given. */
  List<Address> destinations() {
    return accepted.stream().map(one -> one.message().destinationAddr()).toList();
  }

  /** Answers with the destinations that were refused, if any. */
  void respond(String id) {
    channel.respond(packet, new SubmitMultiResp(id, refused, Tlvs.EMPTY), CommandStatus.ESME_ROK);
  }

  void respond(CommandStatus failure) {
    channel.respond(packet, new SubmitMultiResp("", List.of(), Tlvs.EMPTY), failure);
  }

  @Override
  public void accepted(long key, String id, @Nullable Object attachment) {
    messageId = id;
    lane().answer(this);
  }

  @Override
  public void repeated(long key, String id, @Nullable Object attachment) {
    desk.repeated();
    accepted(key, id, attachment);
  }

  @Override
  public void refused(StoreFailure failure, @Nullable Object attachment) {
    status = SubmitDesk.status(failure);
    lane().answer(this);
  }

  @Override
  public void run(Lane lane) {
    String id = messageId;
    desk.answered(this, id == null ? status : CommandStatus.ESME_ROK, accepted.size());
    if (id == null) {
      respond(status);
    } else {
      respond(id);
    }
  }
}
