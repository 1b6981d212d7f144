package org.messagecenter.protocol.text;

import java.util.List;

/** What came of cutting a message. */
public sealed interface Segmentation {

  /**
   * The parts.
   *
   * @param alphabet what the data_coding of every part has to say, see {@link DataCoding#valueOf}
   * @param set the characters, for GSM 7-bit; the headers announce them where they are national
   * @param parts in order, 1-255
   */
  record Parts(Alphabet alphabet, Gsm7Set set, List<Part> parts) implements Segmentation {
    /** Takes a copy of the list. */
    public Parts {
      parts = List.copyOf(parts);
    }
  }

  /**
   * No parts.
   *
   * @param detail in words, without anything of the text
   */
  record Refused(Reason reason, String detail) implements Segmentation {}

  /** Why there are no parts. */
  enum Reason {
    /** The alphabet lacks a character, and the rules want that reported. */
    UNENCODABLE,
    /** It takes more than 255 parts, or more than a message_payload holds. */
    TOO_LONG,
    /** A part of a longer message cannot be cut again. */
    ALREADY_A_PART,
    /** The message has a user data header, with which sar_* TLVs must not go (34:5.2.12). */
    HEADER_WITH_SAR,
    /** The header leaves no room for a single character. */
    NO_ROOM
  }
}
