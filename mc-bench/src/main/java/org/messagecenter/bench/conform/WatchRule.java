package org.messagecenter.bench.conform;

/** What holds for every PDU of a message center, whatever is being tried. */
enum WatchRule {
  ONE_ANSWER("every response answers a request, and each request once", "34:2.1, 50:2.6", true),
  REQUEST_STATUS("command_status is 0 in requests", "34:5.1.3, 50:4.7.6", true),
  REQUEST_SEQUENCE(
      "requests are numbered from 0x00000001 to 0x7FFFFFFF", "34:5.1.4, 50:4.7.24", true),
  ENQUIRE_STATUS("enquire_link_resp has command_status 0", "34:4.11.2, 50:4.1.2.2", true),
  HEADER_ONLY(
      "responses without a body have none; on 5.0 they may carry TLVs",
      "34:4.2.2, 4.3.1, 4.9.2, 4.10.2, 4.11.2",
      true),
  BODY_ON_ERROR(
      "a refusal of a bind or submit_sm has no body", "34:4.1.2, 4.4.2, 50:3.2.1.3", false),
  MESSAGE_ID("an accepted message has a message_id of 1 to 64 characters", "34:5.2.23", true),
  SESSION_STATE(
      "the message center sends requests only in states that allow them", "34:2.3, 50:2.4", true),
  STATUS_BY_VERSION("statuses of 5.0 are not sent on older sessions", "50:4.7.6, 34:5.1.3", true),
  CONGESTION("congestion_state is sent on 5.0 sessions only", "50:2.9, 4.8.4.18", false),
  TLVS_3_3("no TLVs are sent on 3.3 sessions", "34:3.4, 50:2.11.2", true),
  IDS_3_3("message ids on 3.3 sessions have at most 8 characters", "34:3.4, 50:2.11.2", true),
  COMMANDS_3_3("commands younger than 3.3 are not sent on 3.3 sessions", "34:3.4, 50:2.11.2", true),
  DELIVER_TIMES(
      "deliver_sm below 5.0 has neither times, replace flag nor canned message id",
      "34:4.6.1",
      true),
  DELIVER_TEXT(
      "deliver_sm has its text in one place, and below 5.0 at most 254 octets in short_message",
      "34:3.2.3, 4.6.1",
      true);

  private final String title;
  private final String spec;
  private final boolean must;

  WatchRule(String title, String spec, boolean must) {
    this.title = title;
    this.spec = spec;
    this.must = must;
  }

  String title() {
    return title;
  }

  String spec() {
    return spec;
  }

  /** False for what is only recommended. */
  boolean must() {
    return must;
  }
}
