package org.messagecenter.store.queue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** The mailboxes in a checkpoint; the layout is drawn in the package's description. */
final class MailPart extends SlotPart {

  /** Octets of an entry. */
  private static final int BYTES = 48;

  /** Octets of an account's name, at most, with its length. */
  private static final int LONGEST_NAME = 1 + Utf8.LONGEST;

  private final Mailboxes mailboxes;

  /** While reading, the boxes by the numbers that they had. */
  private final ArrayList<Mailbox> boxes = new ArrayList<>();

  private int named;

  /**
   * @param bite how many slots are looked at in one go
   */
  MailPart(Mailboxes mailboxes, int bite) {
    super("mails", mailboxes.table, bite, BYTES);
    this.mailboxes = mailboxes;
  }

  @Override
  public void begin(long position) {
    super.begin(position);
    named = 0;
  }

  @Override
  public int write(ByteBuffer out) {
    int countAt = out.position();
    if (out.remaining() < 4 + LONGEST_NAME) {
      return 0;
    }
    out.putInt(0);
    int from = named;
    while (named < mailboxes.boxCount() && out.remaining() >= LONGEST_NAME) {
      byte[] name = mailboxes.box(named).account.getBytes(StandardCharsets.UTF_8);
      out.put((byte) name.length).put(name);
      named++;
    }
    out.putInt(countAt, named - from);
    // No mail comes before the name of its account.
    return named < mailboxes.boxCount() ? 0 : super.write(out);
  }

  @Override
  void write(ByteBuffer out, int slot) {
    MailTable table = mailboxes.table;
    out.putInt(table.box(slot)).putInt(table.attempts(slot)).putInt(table.length(slot)).putInt(0);
    out.putLong(table.key(slot)).putLong(table.position(slot));
    out.putLong(table.nextDue(slot)).putLong(table.expires(slot));
  }

  @Override
  public void read(ByteBuffer in, int entries) {
    for (int names = in.getInt(); names > 0; names--) {
      byte[] name = new byte[in.get() & 0xFF];
      in.get(name);
      boxes.add(mailboxes.box(new String(name, StandardCharsets.UTF_8)));
    }
    for (int i = 0; i < entries; i++) {
      Mailbox box = boxes.get(in.getInt());
      int attempts = in.getInt();
      int length = in.getInt();
      in.getInt();
      long key = in.getLong();
      long position = in.getLong();
      mailboxes.put(box, key, position, length, attempts, in.getLong(), in.getLong());
    }
  }
}
