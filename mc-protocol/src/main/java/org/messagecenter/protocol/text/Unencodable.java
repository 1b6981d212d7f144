package org.messagecenter.protocol.text;

/** What to do with a character that an alphabet does not have. */
public enum Unencodable {
  /** The text is not written; the character is reported. */
  REPORT,
  /** A question mark stands for it. */
  QUESTION_MARK,
  /**
   * What comes nearest stands for it: straight quotation marks for curled ones, a letter without
   * its accent; a question mark where nothing does.
   */
  LOOKALIKE
}
