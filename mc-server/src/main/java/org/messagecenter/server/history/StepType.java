package org.messagecenter.server.history;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of steps. The code is what the files keep, and the payload of each kind is, in this
 * order (<em>text</em>: one octet, how many follow, and these in UTF-8; <em>number</em>: a varint,
 * seven bits in each octet, the lowest first, the top bit set in all but the last):
 *
 * <pre>
 * ROUTED    text rule, text carrier
 * QUEUED    text carrier, text why
 * SENT      number attempt, text carrier, text bind
 * OUTCOME   number attempt, number command_status + 1 (0: none),
 *           number milliseconds to the next attempt + 1 (0: none), text word
 * RECEIPT   text carrier, text id, octet message_state, number error
 * HOME      text bind, number command_status + 1 (0: no answer)
 * NOTE      text words
 * RECEIVED  text carrier (empty: the simulated network), text bind
 * OWNED     text account, text how
 * KEPT      number milliseconds from then on until it expires
 * </pre>
 *
 * Payloads may grow at their end; who reads ignores what follows.
 */
enum StepType {
  ROUTED(1),
  QUEUED(2),
  SENT(3),
  OUTCOME(4),
  RECEIPT(5),
  HOME(6),
  NOTE(7),
  RECEIVED(8),
  OWNED(9),
  KEPT(10);

  private static final StepType[] VALUES = values();

  final int code;

  StepType(int code) {
    this.code = code;
  }

  static @Nullable StepType of(int code) {
    return code >= 1 && code <= VALUES.length ? VALUES[code - 1] : null;
  }
}
