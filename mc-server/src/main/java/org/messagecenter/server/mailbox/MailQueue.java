package org.messagecenter.server.mailbox;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The mail of one session that the store handed out ahead of its window, and how many deliver_sm
 * are outstanding. So a window is filled again as soon as the answer comes, without asking the
 * store. For the session's event loop only.
 */
final class MailQueue {
  private static final int LEAST_AHEAD = 16;
  private static final int MOST_AHEAD = 256;

  /** Bodies that may wait here: for most mail this is more than its count allows. */
  private static final int MOST_OCTETS = 1 << 18;

  private final ArrayDeque<MailDelivery> waiting = new ArrayDeque<>(0);
  private int octets;
  private int window;
  private int outstanding;

  /** Grows with each answer. */
  long answers;

  /** Somebody looks whether answers come. */
  boolean watched;

  /** How many mails may wait for a window of that size. */
  static int ahead(int window) {
    return Math.max(LEAST_AHEAD, Math.min(2 * window, MOST_AHEAD));
  }

  /** The session is bound. */
  void open(int newWindow) {
    window = newWindow;
  }

  /** The session is over: nothing is sent or waits any more. */
  void close() {
    window = 0;
  }

  boolean hasRoom() {
    return outstanding < window;
  }

  /** How many answers must come before their room is given back: a part of the window. */
  int handful() {
    return Math.max(1, window / 4);
  }

  int outstanding() {
    return outstanding;
  }

  void sent() {
    outstanding++;
  }

  void ended() {
    outstanding--;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * @return false when the session is over, or too much waits already
   */
  boolean add(MailDelivery delivery) {
    int length = delivery.mail.body().length;
    if (window == 0 || octets + length > MOST_OCTETS) {
      return false;
    }
    octets += length;
    waiting.add(delivery);
    return true;
  }

  @Nullable MailDelivery poll() {
    MailDelivery delivery = waiting.poll();
    if (delivery != null) {
      octets -= delivery.mail.body().length;
    }
    return delivery;
  }
}
