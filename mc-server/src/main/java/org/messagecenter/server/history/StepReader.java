package org.messagecenter.server.history;

import java.nio.charset.StandardCharsets;

/** Reads the payload of a step. What is missing is empty or 0. */
final class StepReader {
  private final byte[] octets;
  private int at;

  StepReader(byte[] octets) {
    this.octets = octets;
  }

  int octet() {
    return at < octets.length ? octets[at++] & 0xFF : 0;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int octet = octet();
      value |= (octet & 0x7FL) << shift;
      if (octet <= 0x7F) {
        break;
      }
    }
    return value;
  }

  /** A text, in which nothing can break or forge a line. */
  String text() {
    int length = Math.min(octet(), octets.length - at);
    String text = new String(octets, at, length, StandardCharsets.UTF_8);
    at += length;
    return printable(text);
  }

  static String printable(String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.chars().forEach(c -> out.append(Character.isISOControl(c) ? '?' : (char) c));
    return out.toString();
  }
}
