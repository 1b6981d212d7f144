package org.messagecenter.server.mailbox;

import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.LaneTask;
import org.messagecenter.store.queue.Mail;

/** One attempt to bring one mail entry to one session: the context of its deliver_sm. */
final class MailDelivery implements LaneTask {
  private final MailDesk desk;
  final Mail mail;
  final BoundSession session;

  MailDelivery(MailDesk desk, Mail mail, BoundSession session) {
    this.desk = desk;
    this.mail = mail;
    this.session = session;
  }

  @Override
  public void run(Lane lane) {
    desk.send(this);
  }
}
